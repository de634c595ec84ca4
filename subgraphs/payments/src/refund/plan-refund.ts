import { DomainError } from '@stoa/kit/errors';
import { split as divide } from '@stoa/kit/money';
import type { PaidLine, SellerShare } from '../payment/payment.entity.ts';
import type { AskedRefund, RefundedLine } from './refund.entity.ts';

/** A captured payment, and what has gone back of it or is about to. */
export interface Refundable {
  readonly currency: string;
  readonly lines: readonly PaidLine[];
  readonly split: readonly SellerShare[];
  readonly earlier: readonly { readonly lines: readonly RefundedLine[]; readonly split: readonly SellerShare[] }[];
}

/** What is asked: these lines' worth, an amount spread over lines, an amount spread over these lines, or all that is left. */
export interface Asked {
  readonly amountMinor: number | null;
  readonly items: AskedRefund['items'];
  /** Whose lines it may touch; null for all. */
  readonly sellerId: string | null;
}

export interface RefundPlan {
  readonly amountMinor: number;
  readonly lines: RefundedLine[];
  readonly split: SellerShare[];
}

interface Part {
  readonly line: PaidLine;
  readonly quantity: number;
  readonly leftMinor: number;
  readonly wantedMinor: number;
}

/** Decides how much goes back of which line, and whose it was. It never takes more from a line than what is left of it. */
export function planRefund(payment: Refundable, asked: Asked): RefundPlan {
  const parts = partsOf(payment, asked);
  const leftMinor = total(parts.map((part) => part.leftMinor));
  if (leftMinor === 0) throw new DomainError('NOT_REFUNDABLE', 'All of it is refunded already');
  if (asked.amountMinor !== null && asked.amountMinor > leftMinor) throw tooLarge(leftMinor, payment.currency);
  const amounts = asked.amountMinor === null ? parts.map((part) => part.wantedMinor) : spread(asked.amountMinor, parts);
  const amountMinor = total(amounts);
  if (amountMinor === 0) throw new DomainError('NOT_REFUNDABLE', 'What is asked for is worth nothing');
  const lines = parts
    .map(({ line: { orderItemId }, quantity }, index) => {
      // An amount is no number of pieces, even where it is spread over some.
      return { orderItemId, quantity: asked.amountMinor === null ? quantity : 0, amountMinor: amounts[index]! };
    })
    .filter(({ amountMinor }) => amountMinor > 0);
  return { amountMinor, lines, split: reversedShares(payment, lines) };
}

/** The lines that are asked for, with what is left of each. */
function partsOf({ lines, earlier, currency }: Refundable, { items, sellerId }: Asked): Part[] {
  const gone = new Map<string, { quantity: number; amountMinor: number }>();
  for (const { orderItemId, quantity, amountMinor } of earlier.flatMap((refund) => refund.lines)) {
    const known = gone.get(orderItemId) ?? { quantity: 0, amountMinor: 0 };
    gone.set(orderItemId, { quantity: known.quantity + quantity, amountMinor: known.amountMinor + amountMinor });
  }
  const wanted = items && new Map(items.map((item) => [item.orderItemId, item.quantity]));
  const own = lines.filter((line) => sellerId === null || line.sellerId === sellerId);
  const stranger = items?.find(({ orderItemId }) => !own.some((line) => line.orderItemId === orderItemId));
  if (stranger) throw new DomainError('NOT_FOUND', 'There is no such order item', { orderItemId: stranger.orderItemId });
  return own
    .filter((line) => !wanted || wanted.has(line.orderItemId))
    .map((line) => {
      const past = gone.get(line.orderItemId) ?? { quantity: 0, amountMinor: 0 };
      const leftMinor = line.worthMinor - past.amountMinor;
      const leftQuantity = line.quantity - past.quantity;
      const quantity = wanted?.get(line.orderItemId) ?? leftQuantity;
      if (quantity > leftQuantity) throw tooLarge(leftMinor, currency);
      // The last pieces take all that is left of their line.
      const wantedMinor = quantity === leftQuantity ? leftMinor : Math.min(leftMinor, worthOf(line, quantity));
      return { line, quantity, leftMinor, wantedMinor };
    });
}

/** What some pieces of a line cost, rounded down. */
const worthOf = ({ worthMinor, quantity: all }: PaidLine, quantity: number): number =>
  Number((BigInt(worthMinor) * BigInt(quantity)) / BigInt(all));

/** An amount over lines, in proportion to what is left of each. */
function spread(amountMinor: number, parts: readonly Part[]): number[] {
  const open = parts.filter(({ leftMinor }) => leftMinor > 0);
  const shares = divide(
    amountMinor,
    open.map(({ leftMinor }) => leftMinor),
  );
  // The last share takes the remainder, which may be more than its line has left; then the others, which were rounded down, take it.
  for (let index = shares.length - 1, over = 0; index >= 0; index--) {
    const share = shares[index]! + over;
    shares[index] = Math.min(share, open[index]!.leftMinor);
    over = share - shares[index]!;
  }
  return parts.map((part) => (part.leftMinor > 0 ? shares[open.indexOf(part)]! : 0));
}

const PARTS = ['feeMinor', 'taxMinor', 'shippingMinor', 'discountMinor'] as const;

const paidMinor = (share: SellerShare): number => share.grossMinor + share.taxMinor + share.shippingMinor - share.discountMinor;

/**
 * Whose money goes back: of each seller's share, every part in proportion to how much of it has gone back by then. What earlier
 * refunds have taken of a part is taken off, so that refunds which add up to the whole share reverse exactly the whole of each part.
 */
function reversedShares({ lines, split, earlier }: Refundable, refunded: readonly RefundedLine[]): SellerShare[] {
  const sellerOf = new Map(lines.map((line) => [line.orderItemId, line.sellerId]));
  return split.flatMap((share) => {
    const { sellerId } = share;
    const amountMinor = total(refunded.filter((line) => sellerOf.get(line.orderItemId) === sellerId).map((line) => line.amountMinor));
    if (amountMinor === 0) return [];
    const before = earlier.flatMap((refund) => refund.split.filter((part) => part.sellerId === sellerId));
    const goneMinor = total(before.map(paidMinor)) + amountMinor;
    const part = (name: (typeof PARTS)[number]): number => {
      const takenMinor = total(before.map((one) => one[name]));
      return Math.max(0, proportion(share[name], goneMinor, paidMinor(share)) - takenMinor);
    };
    const [feeMinor, taxMinor, shippingMinor, discountMinor] = PARTS.map(part) as [number, number, number, number];
    return [
      { sellerId, grossMinor: amountMinor - taxMinor - shippingMinor + discountMinor, feeMinor, taxMinor, shippingMinor, discountMinor },
    ];
  });
}

/** Rounded half up; exact for every safe integer. */
const proportion = (wholeMinor: number, part: number, of: number): number =>
  Number((2n * BigInt(wholeMinor) * BigInt(part) + BigInt(of)) / (2n * BigInt(of)));

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const tooLarge = (amountMinor: number, currency: string): DomainError =>
  new DomainError('REFUND_TOO_LARGE', 'More than what is left of the payment', { left: { amountMinor, currency } });
