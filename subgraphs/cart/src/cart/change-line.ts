import type { Viewer } from '@stoa/kit/auth';
import { badInput, DomainError } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { holdForCart } from '@stoa/schema/commands/inventory';
import { type ActiveCart, activeCartOf } from './active-cart.ts';
import type { Cart } from './cart.entity.ts';
import { type DescribedVariant, inCurrency } from './sellable-variant.ts';
import { limitsOf, MAX_QUANTITY, shopperOf } from './shopper.ts';
import { type Intention, writeLine } from './write-line.ts';

/** How often a cart may change under our hands before we give up. */
export const MAX_TRIES = 20;

/**
 * Sets a line of the buyer's cart to what `target` makes of its present quantity. The stock is held before the line is written;
 * if the cart changed meanwhile, it is tried again with the new figure, and since a hold is an absolute figure nothing adds up.
 */
export async function changeLine(
  context: DomainContext,
  variant: DescribedVariant,
  target: (present: number) => number,
  currency: string | null = null,
): Promise<Cart> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const intention = intend(context.viewer, await activeCartOf(context), variant, target, currency);
    const expiresAt = await hold(context, intention);
    const cart = await writeLine(context, intention, expiresAt);
    if (cart) return cart;
    // Another cart was opened first, and nobody will ever see the one that holds this.
    if (intention.cart.version === 0) await hold(context, { ...intention, quantity: 0 });
  }
  throw new DomainError('VERSION_CONFLICT', 'The cart keeps changing; try again');
}

/** A cart has one currency: that of what is in it, or else the one that is wanted, or else the variant's own. */
function intend(
  viewer: Viewer,
  active: ActiveCart | null,
  described: DescribedVariant,
  target: (present: number) => number,
  wanted: string | null,
): Intention {
  const cart = active ?? { id: newId(), version: 0, currency: null, couponCodes: [], items: [] };
  const currency = cart.currency ?? wanted ?? described.price.currency;
  if (wanted && wanted !== currency) throw new DomainError('CURRENCY_MISMATCH', `This cart is in ${currency}`, { currency });
  const variant = inCurrency(described, currency);
  const present = cart.items.find((item) => item.variantId === variant.variantId)?.quantity ?? 0;
  const quantity = target(present);
  const { quantity: most, lines } = limitsOf(viewer);
  const whose = most < MAX_QUANTITY ? "a guest's cart; log in for more" : 'a cart';
  if (quantity > most) throw badInput(`at most ${most} of one thing fit into ${whose}`, 'quantity');
  if (present === 0 && cart.items.length >= lines) throw badInput(`at most ${lines} different things fit into ${whose}`);
  return { cart, variant, present, quantity };
}

/** Holds the stock, and gives all that the cart holds a new deadline, also where the line itself is not counted. Null where nothing is. */
async function hold(context: DomainContext, { cart, variant, quantity }: Intention): Promise<string | null> {
  const line =
    variant.kind === 'PHYSICAL' ? { variantId: variant.variantId, quantity } : cart.items.find(({ kind }) => kind === 'PHYSICAL');
  if (!line) return null;
  const held = { cartId: cart.id, buyerId: shopperOf(context.viewer)!, variantId: line.variantId, quantity: line.quantity };
  return (await context.call(holdForCart, held)).expiresAt;
}
