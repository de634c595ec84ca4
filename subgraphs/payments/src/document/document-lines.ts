import type { Payment } from '../payment/payment.entity.ts';
import type { RefundedLine } from '../refund/refund.entity.ts';
import { chargesOf } from '../refund/refundable.ts';
import type { DocumentLine } from './document.entity.ts';

export interface PlannedDocument {
  /** Null for all sellers together. */
  readonly sellerId: string | null;
  readonly totalMinor: number;
  readonly lines: readonly DocumentLine[];
}

type Paid = Pick<Payment, 'lines' | 'shipping' | 'split'>;
type Owned = DocumentLine & { readonly sellerId: string };

/** What a payment was for, as documents list it: its lines, then what was taken for sending. */
function documentLines(payment: Paid): ReadonlyMap<string, Owned> {
  const named = new Map<string, { name?: string | undefined; sku?: string | undefined; taxRatePpm?: number | undefined }>([
    ...payment.lines.map((line) => [line.orderItemId, line] as const),
    ...payment.shipping.map((sending) => [sending.shippingId, { name: sending.name, taxRatePpm: sending.taxRatePpm }] as const),
  ]);
  return new Map(
    chargesOf(payment).map(({ orderItemId, sellerId, quantity, worthMinor: amountMinor, parts }) => {
      const { name = 'Item', sku = null, taxRatePpm = 0 } = named.get(orderItemId) ?? {};
      const { taxMinor, discountMinor } = parts;
      return [orderItemId, { sellerId, name, sku, quantity, amountMinor, taxMinor, taxRatePpm, discountMinor }];
    }),
  );
}

/** The receipt of all of it, and the invoice of each seller, in one order of sellers. */
export function documentsOfPayment(payment: Paid): { receipt: PlannedDocument; invoices: PlannedDocument[] } {
  const lines = [...documentLines(payment).values()];
  return { receipt: planned(null, lines), invoices: bySeller(lines) };
}

/** The document of each seller of whose part something went back. */
export function documentsOfReturn(payment: Paid, lines: readonly RefundedLine[]): PlannedDocument[] {
  const sold = documentLines(payment);
  return bySeller(
    lines.flatMap(({ orderItemId, quantity, amountMinor, parts }) => {
      const line = sold.get(orderItemId);
      return line ? [{ ...line, quantity, amountMinor, taxMinor: parts?.taxMinor ?? 0, discountMinor: parts?.discountMinor ?? 0 }] : [];
    }),
  );
}

function bySeller(lines: readonly Owned[]): PlannedDocument[] {
  const sellers = [...new Set(lines.map(({ sellerId }) => sellerId))].sort();
  return sellers.map((sellerId) =>
    planned(
      sellerId,
      lines.filter((line) => line.sellerId === sellerId),
    ),
  );
}

const planned = (sellerId: string | null, owned: readonly Owned[]): PlannedDocument => ({
  sellerId,
  totalMinor: owned.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  lines: owned.map(({ sellerId: _, ...line }) => line),
});
