import { split as divide } from '@stoa/kit/money';
import type { PaidLine, PaidParts, PaidShipping, SellerShare } from '../payment/payment.entity.ts';
import type { RefundedLine } from './refund.entity.ts';

/** A captured payment, and what has gone back of it or is about to. */
export interface Refundable {
  readonly currency: string;
  readonly lines: readonly PaidLine[];
  readonly shipping: readonly PaidShipping[];
  readonly split: readonly SellerShare[];
  readonly earlier: readonly { readonly lines: readonly RefundedLine[]; readonly split: readonly SellerShare[] }[];
}

/** One thing that was paid for, a line or the sending of one seller's lines, and whose the money is. */
export interface Charge {
  readonly orderItemId: string;
  readonly sellerId: string;
  readonly quantity: number;
  readonly worthMinor: number;
  readonly parts: PaidParts;
}

/** What has gone back of one charge. */
export type Gone = Required<RefundedLine>;

/** What a payment was for: its lines, then what was taken for sending. */
export function chargesOf({ lines, shipping, split }: Pick<Refundable, 'lines' | 'shipping' | 'split'>): Charge[] {
  const withParts = (seller: SellerShare): Charge[] => {
    const own = lines.filter(({ sellerId }) => sellerId === seller.sellerId);
    const derived = own.every(({ parts }) => parts)
      ? []
      : over(
          seller,
          own.map(({ worthMinor }) => worthMinor),
        );
    return own.map((line, index) => ({ ...line, parts: line.parts ?? derived[index]! }));
  };
  const known = new Map(split.flatMap(withParts).map((charge) => [charge.orderItemId, charge]));
  return [
    ...lines.map(({ orderItemId }) => known.get(orderItemId)!),
    ...shipping.map(({ shippingId, sellerId, worthMinor, parts }) => ({
      orderItemId: shippingId,
      sellerId,
      quantity: 1,
      worthMinor,
      parts,
    })),
  ];
}

/** What has gone back, by charge. */
export function goneOf({ earlier }: Pick<Refundable, 'earlier'>, charges: readonly Charge[]): ReadonlyMap<string, Gone> {
  const sellerOf = new Map(charges.map(({ orderItemId, sellerId }) => [orderItemId, sellerId]));
  const gone = new Map<string, Gone>();
  for (const { lines, split } of earlier)
    for (const { orderItemId, quantity, amountMinor, parts } of lines) {
      const sellerId = sellerOf.get(orderItemId);
      const own = lines.filter((line) => sellerOf.get(line.orderItemId) === sellerId);
      const known = gone.get(orderItemId) ?? { orderItemId, quantity: 0, amountMinor: 0, parts: NOTHING };
      const taken = parts ?? derivedParts(split, sellerId, own, orderItemId);
      gone.set(orderItemId, {
        orderItemId,
        quantity: known.quantity + quantity,
        amountMinor: known.amountMinor + amountMinor,
        parts: addParts(known.parts, taken),
      });
    }
  return gone;
}

export const NOTHING: PaidParts = { grossMinor: 0, feeMinor: 0, taxMinor: 0, shippingMinor: 0, discountMinor: 0 };

export const addParts = (one: PaidParts, other: PaidParts): PaidParts => ({
  grossMinor: one.grossMinor + other.grossMinor,
  feeMinor: one.feeMinor + other.feeMinor,
  taxMinor: one.taxMinor + other.taxMinor,
  shippingMinor: one.shippingMinor + other.shippingMinor,
  discountMinor: one.discountMinor + other.discountMinor,
});

/** A refund of before it was kept what goes back of whom by the line. */
function derivedParts(
  split: readonly SellerShare[],
  sellerId: string | undefined,
  own: readonly RefundedLine[],
  orderItemId: string,
): PaidParts {
  const share = split.find((one) => one.sellerId === sellerId);
  if (!share) return NOTHING;
  const derived = over(
    share,
    own.map(({ amountMinor }) => amountMinor),
  );
  return derived[own.findIndex((line) => line.orderItemId === orderItemId)]!;
}

/** A seller's share over what they were paid for, where only the share was kept. */
function over(share: PaidParts, worths: readonly number[]): PaidParts[] {
  const some = (whole: number): number[] => (worths.some((worth) => worth > 0) ? divide(whole, worths) : worths.map(() => 0));
  const [fees, taxes, shipping, discounts] = [share.feeMinor, share.taxMinor, share.shippingMinor, share.discountMinor].map(some) as [
    number[],
    number[],
    number[],
    number[],
  ];
  return worths.map((worthMinor, index) => {
    const [feeMinor, taxMinor, shippingMinor, discountMinor] = [fees[index]!, taxes[index]!, shipping[index]!, discounts[index]!];
    return { grossMinor: worthMinor - taxMinor - shippingMinor + discountMinor, feeMinor, taxMinor, shippingMinor, discountMinor };
  });
}
