import { DomainError } from '@stoa/kit/errors';
import { chargeStep, split as divide } from '@stoa/kit/money';
import type { PaidParts, SellerShare } from '../payment/payment.entity.ts';
import type { AskedRefund, RefundedLine } from './refund.entity.ts';
import { addParts, type Charge, chargesOf, type Gone, goneOf, NOTHING, type Refundable } from './refundable.ts';

/** What is asked: these lines' worth, an amount spread over lines, an amount spread over these lines, or all that is left. */
export interface Asked {
  readonly amountMinor: number | null;
  /** Order lines, or what was taken for sending by its own id. */
  readonly items: AskedRefund['items'];
  /** Whose lines it may touch; null for all. */
  readonly sellerId: string | null;
}

export interface RefundPlan {
  readonly amountMinor: number;
  readonly lines: RefundedLine[];
  readonly split: SellerShare[];
}

/** A charge that is asked for. */
interface Part {
  readonly charge: Charge;
  readonly gone: Gone;
  readonly quantity: number;
  readonly leftMinor: number;
  readonly wantedMinor: number;
}

/** Whether whole pieces are asked for, and whether it is all that is left of what is asked for. */
interface Extent {
  readonly byPieces: boolean;
  readonly isAll: boolean;
}

/**
 * Decides how much goes back of what, and whose it was. It never takes more from a line than what is left of it, and pieces are rounded
 * down to what can be given back in their currency; the last ones take what is left, so that all refunds of everything are the capture.
 */
export function planRefund(payment: Refundable, asked: Asked): RefundPlan {
  const parts = partsOf(payment, asked);
  const leftMinor = total(parts.map((part) => part.leftMinor));
  if (asked.amountMinor !== null && leftMinor > 0 && asked.amountMinor > leftMinor) throw tooLarge(leftMinor, payment.currency);
  const step = chargeStep(payment.currency);
  const amounts = asked.amountMinor === null ? chargeable(parts, step) : spread(asked.amountMinor, parts, stepOf(asked.amountMinor, step));
  const extent = { byPieces: asked.amountMinor === null, isAll: asked.amountMinor === null || asked.amountMinor === leftMinor };
  const lines = parts.flatMap((part, index) => refundedOf(part, amounts[index]!, extent));
  if (lines.length === 0)
    throw new DomainError('NOT_REFUNDABLE', leftMinor === 0 ? 'All of it is refunded already' : 'What is asked for is worth nothing');
  return { amountMinor: total(amounts), lines, split: sharesOf(payment, lines) };
}

/** Nobody asks for an amount that cannot be given back, but a bank may take one. */
const stepOf = (amountMinor: number, step: number): number => (amountMinor % step === 0 ? step : 1);

/** What is asked for, with what is left of each. */
function partsOf(payment: Refundable, { items, sellerId }: Asked): Part[] {
  const charges = chargesOf(payment);
  const gone = goneOf(payment, charges);
  const wanted = items && new Map(items.map((item) => [item.orderItemId, item.quantity]));
  const own = charges.filter((charge) => sellerId === null || charge.sellerId === sellerId);
  const stranger = items?.find(({ orderItemId }) => !own.some((charge) => charge.orderItemId === orderItemId));
  if (stranger) throw new DomainError('NOT_FOUND', 'There is no such order item', { orderItemId: stranger.orderItemId });
  return own
    .filter((charge) => !wanted || wanted.has(charge.orderItemId))
    .map((charge) => {
      const { orderItemId } = charge;
      const past = gone.get(orderItemId) ?? { orderItemId, quantity: 0, amountMinor: 0, parts: NOTHING };
      const leftMinor = charge.worthMinor - past.amountMinor;
      const leftQuantity = charge.quantity - past.quantity;
      const quantity = wanted?.get(orderItemId) ?? leftQuantity;
      if (quantity > leftQuantity) throw tooLarge(leftMinor, payment.currency);
      // The last pieces take all that is left of their line.
      const wantedMinor =
        quantity === leftQuantity ? leftMinor : Math.min(leftMinor, worthOf(charge, quantity, chargeStep(payment.currency)));
      return { charge, gone: past, quantity, leftMinor, wantedMinor };
    });
}

/** What some pieces of a line cost, rounded down. */
const worthOf = ({ worthMinor, quantity: all }: Charge, quantity: number, step: number): number =>
  Number((BigInt(worthMinor) * BigInt(quantity)) / (BigInt(all) * BigInt(step))) * step;

/** What is wanted of each, so that the sum can be given back: where lines were priced to the last fils, the last ones wait for others. */
function chargeable(parts: readonly Part[], step: number): number[] {
  let over = total(parts.map(({ wantedMinor }) => wantedMinor)) % step;
  return parts
    .toReversed()
    .map(({ wantedMinor }) => {
      const waits = Math.min(over, wantedMinor);
      over -= waits;
      return wantedMinor - waits;
    })
    .toReversed();
}

/** An amount over lines, in proportion to what is left of each. */
function spread(amountMinor: number, parts: readonly Part[], step: number): number[] {
  const open = parts.filter(({ leftMinor }) => leftMinor > 0);
  if (open.length === 0) return parts.map(() => 0);
  const shares = divide(
    amountMinor / step,
    open.map(({ leftMinor }) => leftMinor),
  ).map((steps) => steps * step);
  // The last share takes the remainder, which may be more than its line has left; then the others, which were rounded down, take it.
  for (let index = shares.length - 1, over = 0; index >= 0; index--) {
    const share = shares[index]! + over;
    shares[index] = Math.min(share, open[index]!.leftMinor);
    over = share - shares[index]!;
  }
  return parts.map((part) => (part.leftMinor > 0 ? shares[open.indexOf(part)]! : 0));
}

/** What goes back of a charge; nothing of it where that is nothing. An amount is no number of pieces, even where it is spread over some. */
function refundedOf({ charge, gone, quantity, leftMinor }: Part, amountMinor: number, { byPieces, isAll }: Extent): RefundedLine[] {
  const { orderItemId, worthMinor, parts } = charge;
  // What cost its buyer nothing, since the platform paid for it, goes back to the platform.
  const given = worthMinor === 0 && isAll && quantity > 0 && parts.discountMinor > 0;
  if (amountMinor === 0 && !given) return [];
  const taken = reversed(charge, gone, { amountMinor, leftMinor, quantity });
  return [{ orderItemId, quantity: byPieces || given ? quantity : 0, amountMinor, parts: taken }];
}

const PARTS = ['feeMinor', 'taxMinor', 'discountMinor'] as const;

/**
 * Whose money goes back: every part of a charge in proportion to how much of it has gone back by then. What earlier refunds have taken
 * of a part is taken off, so that refunds which add up to the whole charge reverse exactly the whole of each part.
 */
function reversed(
  { worthMinor, parts, quantity: pieces }: Charge,
  gone: Gone,
  { amountMinor, leftMinor, quantity }: { readonly amountMinor: number; readonly leftMinor: number; readonly quantity: number },
): PaidParts {
  // Of what cost nothing, pieces are all that can be counted.
  const [done, of] = worthMinor === 0 ? [gone.quantity + quantity, pieces] : [gone.amountMinor + amountMinor, worthMinor];
  const part = (name: (typeof PARTS)[number] | 'shippingMinor'): number => {
    const byNow = worthMinor > 0 && amountMinor === leftMinor ? parts[name] : proportion(parts[name], done, of);
    return Math.max(0, byNow - gone.parts[name]);
  };
  const [feeMinor, taxMinor, discountMinor] = PARTS.map(part) as [number, number, number];
  // What is left for the seller is one kind of money: goods, or the sending of them. Older payments have some of both in a line.
  const sellersMinor = amountMinor - taxMinor + discountMinor;
  const shippingMinor = parts.grossMinor === 0 ? sellersMinor : part('shippingMinor');
  return { grossMinor: sellersMinor - shippingMinor, feeMinor, taxMinor, shippingMinor, discountMinor };
}

function sharesOf(payment: Refundable, refunded: readonly RefundedLine[]): SellerShare[] {
  const sellerOf = new Map(chargesOf(payment).map((charge) => [charge.orderItemId, charge.sellerId]));
  return payment.split.flatMap(({ sellerId }) => {
    const own = refunded.filter((line) => sellerOf.get(line.orderItemId) === sellerId);
    return own.length === 0 ? [] : [{ sellerId, ...own.map((line) => line.parts!).reduce(addParts) }];
  });
}

/** Rounded half up; exact for every safe integer. */
const proportion = (wholeMinor: number, part: number, of: number): number =>
  Number((2n * BigInt(wholeMinor) * BigInt(part) + BigInt(of)) / (2n * BigInt(of)));

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const tooLarge = (amountMinor: number, currency: string): DomainError =>
  new DomainError('REFUND_TOO_LARGE', 'More than what is left of the payment', { left: { amountMinor, currency } });
