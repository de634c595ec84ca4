import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { Money } from '@stoa/kit/money';
import PDFDocument from 'pdfkit';
import type { DocumentKind, PaymentDocument } from './document.entity.ts';

const TITLES: Readonly<Record<DocumentKind, string>> = { RECEIPT: 'Receipt', INVOICE: 'Invoice', CREDIT_NOTE: 'Credit note' };

/** Covers Latin, Greek, Cyrillic, Armenian, Georgian and Hebrew letters; for others it prints the box of a missing one. */
const require = createRequire(import.meta.url);
const [REGULAR, BOLD] = [
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];

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
  for (const [what, text] of headingOf(document)) pdf.text(`${what}  ${text}`);
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

function headingOf({ kind, number, issuedAt, orderNumber, sellerName }: PaymentDocument): [string, string][] {
  return [
    ['Number', number],
    ['Date', issuedAt.toISOString().slice(0, 10)],
    ...(orderNumber ? [['Order', orderNumber] as [string, string]] : []),
    ...(sellerName && kind !== 'RECEIPT' ? [['Seller', sellerName] as [string, string]] : []),
  ];
}

type Pdf = InstanceType<typeof PDFDocument>;

/** A long name takes several lines, and what comes after it begins below all of them. */
function printRow(pdf: Pdf, [name, quantity, tax, amount]: readonly [string, string, string, string]): void {
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
