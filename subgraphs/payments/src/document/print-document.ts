import { buffer } from 'node:stream/consumers';
import { Money } from '@stoa/kit/money';
import PDFDocument from 'pdfkit';
import type { BuyerAddress, DocumentKind, PaymentDocument } from './document.entity.ts';
import { BOLD, printable, REGULAR } from './printable.ts';

const TITLES: Readonly<Record<DocumentKind, string>> = { RECEIPT: 'Receipt', INVOICE: 'Invoice', CREDIT_NOTE: 'Credit note' };

/** Points, from the left edge of an A4 page; amounts end at their column. */
const MARGIN = 56;
const COLUMNS = { name: MARGIN, quantity: 285, tax: 350, amount: 440, end: 539 } as const;
const LAST_LINE = 760;

/** The same document is the same bytes, whenever and wherever it is printed: its row says all of it, down to the date. */
export function printDocument(document: PaymentDocument): Promise<Buffer> {
  const { kind, number, issuedAt, total, lines } = document;
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    font: REGULAR,
    info: { Title: `${TITLES[kind]} ${number}`, Producer: 'Stoa', Creator: 'Stoa', CreationDate: issuedAt, ModDate: issuedAt },
  });
  const bytes = buffer(pdf);
  pdf.font(BOLD).fontSize(20).text(TITLES[kind]).moveDown(0.5).font(REGULAR).fontSize(10);
  for (const line of headingOf(document)) pdf.text(printable(line));
  pdf.moveDown(1.5);
  const money = (amountMinor: number): string => Money.of({ amountMinor, currency: total.currency }).formatted('en-US');

  printRow(pdf.font(BOLD), ['Item', 'Quantity', 'Tax in it', 'Amount']);
  pdf.font(REGULAR);
  for (const { name, sku, quantity, amountMinor, taxMinor, taxRatePpm } of lines) {
    const tax = taxMinor === 0 ? money(0) : `${money(taxMinor)} (${taxRatePpm / 10_000} %)`;
    printRow(pdf, [sku ? `${name} (${sku})` : name, quantity === 0 ? '' : String(quantity), tax, money(amountMinor)]);
  }
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  printRow(pdf.moveDown(0.5).font(BOLD), [kind === 'CREDIT_NOTE' ? 'Given back' : 'Total', '', money(taxMinor), money(total.amountMinor)]);
  pdf.end();
  return bytes;
}

const CAUSES = {
  INVOICE: 'What the bank had paid back to the buyer, and has returned to the seller',
  CREDIT_NOTE: 'Paid back by the bank of the buyer, who contested the payment',
} as const;

function headingOf({ kind, cause, number, issuedAt, orderNumber, sellerName, buyerName, buyerAddress }: PaymentDocument): string[] {
  return [
    `Number  ${number}`,
    `Date  ${issuedAt.toISOString().slice(0, 10)}`,
    ...(orderNumber ? [`Order  ${orderNumber}`] : []),
    ...(sellerName && kind !== 'RECEIPT' ? [`Seller  ${sellerName}`] : []),
    ...(buyerName ? [`Buyer  ${buyerName}`] : []),
    ...(buyerAddress ? linesOf(buyerAddress, buyerName) : []),
    ...(cause === 'DISPUTE' && kind !== 'RECEIPT' ? [CAUSES[kind]] : []),
  ];
}

function linesOf({ name, line1, line2, postalCode, city, region, country }: BuyerAddress, buyerName: string | null): string[] {
  return [name === buyerName ? null : name, line1, line2, [postalCode, city, region].filter(Boolean).join(' '), country].filter(
    (line): line is string => !!line,
  );
}

type Pdf = InstanceType<typeof PDFDocument>;

/** A long name takes several lines, and what comes after it begins below all of them. */
function printRow(pdf: Pdf, cells: readonly [string, string, string, string]): void {
  const [name, quantity, tax, amount] = cells.map(printable) as [string, string, string, string];
  const width = COLUMNS.quantity - COLUMNS.name - 10;
  const height = pdf.heightOfString(name, { width });
  if (pdf.y + height > LAST_LINE) pdf.addPage();
  const top = pdf.y;
  pdf.text(quantity, COLUMNS.quantity, top, { width: COLUMNS.tax - COLUMNS.quantity, align: 'right', lineBreak: false });
  pdf.text(tax, COLUMNS.tax, top, { width: COLUMNS.amount - COLUMNS.tax, align: 'right', lineBreak: false });
  pdf.text(amount, COLUMNS.amount, top, { width: COLUMNS.end - COLUMNS.amount, align: 'right', lineBreak: false });
  pdf.text(name, COLUMNS.name, top, { width });
  pdf.y = top + height + 4;
  pdf.x = MARGIN;
}
