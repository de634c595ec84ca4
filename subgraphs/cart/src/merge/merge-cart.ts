import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { readGuestToken } from '@stoa/schema/commands/identity';
import { moveHold } from '@stoa/schema/commands/inventory';
import { z } from 'zod';
import { activeCartOf } from '../cart/active-cart.ts';
import { Cart, CartItem } from '../cart/cart.entity.ts';
import type { LeftOut } from './cart-merge.entity.ts';
import { counted, mergeOnce } from './merge-once.ts';

export interface MergedCart {
  readonly cart: Cart | null;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Puts what somebody has chosen as a guest into the cart of the account that they are logged in to. The carts are merged first, then what
 * the one holds goes over to the other; if we die in between, inventory hears of it by the event.
 */
export const mergeCart = workflow('cart.mergeCart', z.object({ guestToken: z.string().max(2_000) }), async (context, { guestToken }) => {
  const { guestId } = await context.call(readGuestToken, { token: guestToken });
  const merged = await mergeOnce(context, guestId);
  if (!merged) return { cart: await present(context), leftOut: [] } satisfies MergedCart;
  const { cartId: fromCartId, intoCartId, buyerId, leftOut } = merged;
  const items = await context.rows.by(CartItem, 'cartId', [intoCartId], 'id');
  await context.call(moveHold, { fromCartId, intoCartId, buyerId, lines: counted(items) });
  const [cart] = await context.rows.by(Cart, 'id', [intoCartId]);
  return { cart: cart ?? null, leftOut } satisfies MergedCart;
});

async function present(context: DomainContext): Promise<Cart | null> {
  const active = await activeCartOf(context);
  const [cart] = active ? await context.rows.by(Cart, 'id', [active.id]) : [];
  return cart ?? null;
}
