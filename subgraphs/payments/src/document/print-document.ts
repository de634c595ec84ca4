import { Money } from '@stoa/kit/money';
import { openPaper } from '@stoa/kit/paper';
import type { BuyerAddress, DocumentKind, PaymentDocument } from './document.entity.ts';

const TITLES: Readonly<Record<DocumentKind, string>> = { RECEIPT: 'Receipt', INVOICE: 'Invoice', CREDIT_NOTE: 'Credit note' };

const COLUMNS = [
  { left: 56, right: 275 },
  { left: 285, right: 350, align: 'right' },
  { left: 350, right: 440, align: 'right' },
  { left: 440, right: 539, align: 'right' },
] as const;

/** The same document is the same bytes, whenever and wherever it is printed: its row says all of it, down to the date. */
export function printDocument(document: PaymentDocument): Promise<Buffer> {
  const { kind, number, issuedAt, total, lines } = document;
  const paper = openPaper(TITLES[kind], `${TITLES[kind]} ${number}`, issuedAt);
  paper.heading(headingOf(document));
  const money = (amountMinor: number): string => Money.of({ amountMinor, currency: total.currency }).formatted('en-US');
  paper.row(COLUMNS, ['Item', 'Quantity', 'Tax in it', 'Amount'], true);
  for (const { name, sku, quantity, amountMinor, taxMinor, taxRatePpm } of lines) {
    const tax = taxMinor === 0 ? money(0) : `${money(taxMinor)} (${taxRatePpm / 10_000} %)`;
    paper.row(COLUMNS, [sku ? `${name} (${sku})` : name, quantity === 0 ? '' : String(quantity), tax, money(amountMinor)]);
  }
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  paper.row(COLUMNS, [kind === 'CREDIT_NOTE' ? 'Given back' : 'Total', '', money(taxMinor), money(total.amountMinor)], true);
  return paper.end();
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
