import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import type { CartItem } from '../cart/cart.entity.ts';
import { limitsOf } from '../cart/shopper.ts';
import type { LeftOut, LeftOutReason } from './cart-merge.entity.ts';

/** What becomes of an account's cart when a guest's goes into it. */
export interface MergePlan {
  readonly currency: string | null;
  /** Lines as they will be; those of the account that stay what they are, are not among them. */
  readonly lines: readonly CartItem[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Quantities add up, as far as a cart holds so many. A cart that holds something keeps its currency, and what the guest has in another one
 * is left out, as are the account's own products, since nobody buys from themselves.
 */
export function planMerge(viewer: Viewer, cartId: string, own: readonly CartItem[], guests: readonly CartItem[]): MergePlan {
  const limits = limitsOf(viewer);
  const currency = (own[0] ?? guests.find(({ sellerId }) => sellerId !== viewer.sellerId))?.unitPrice.currency ?? null;
  const lines: CartItem[] = [];
  const leftOut: LeftOut[] = [];
  let room = limits.lines - own.length;
  for (const item of guests) {
    const leave = (quantity: number, reason: LeftOutReason): void => void leftOut.push({ variantId: item.variantId, quantity, reason });
    const present = own.find(({ variantId }) => variantId === item.variantId);
    if (item.sellerId === viewer.sellerId) leave(item.quantity, 'OWN_PRODUCT');
    else if (item.unitPrice.currency !== currency) leave(item.quantity, 'CURRENCY_MISMATCH');
    else if (!present && room === 0) leave(item.quantity, 'CART_FULL');
    else {
      if (!present) room -= 1;
      const quantity = Math.min((present?.quantity ?? 0) + item.quantity, limits.quantity);
      const rest = (present?.quantity ?? 0) + item.quantity - quantity;
      if (rest > 0) leave(rest, 'CART_FULL');
      lines.push(present ? together(present, item, quantity) : { ...item, id: newId(), cartId, quantity });
    }
  }
  return { currency, lines, leftOut };
}

/** What either cart has not told yet, the buyer has not been told. */
const together = (own: CartItem, guests: CartItem, quantity: number): CartItem => {
  const same = own.unitPrice.amountMinor === guests.unitPrice.amountMinor;
  return {
    ...own,
    quantity,
    addedMinor: own.addedMinor ?? (same ? guests.addedMinor : null),
    toldMinor: own.toldMinor ?? (same ? guests.toldMinor : null),
  };
};
