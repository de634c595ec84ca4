import { entityId } from '@stoa/kit/graphql';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { holdForCart } from '@stoa/schema/commands/inventory';
import { z } from 'zod';
import { cartClosed } from '../checkout/cart-closed.ts';
import { Cart, CartItem } from './cart.entity.ts';
import { ownItem } from './own-item.ts';

/**
 * Takes a line out, gives back what it held and, as each change does, gives the rest another fifteen minutes. The line goes first:
 * if we die in between, the hold ends by itself.
 */
export const removeFromCart = workflow(
  'cart.removeFromCart',
  z.object({ itemId: entityId }),
  async (context, { itemId }): Promise<Cart> => {
    const { cart, held } = await context.transact((tx) => takeOut(tx, itemId));
    if (held) await context.call(holdForCart, { cartId: cart.id, buyerId: cart.buyerId, ...held });
    return cart;
  },
);

async function takeOut(tx: Transaction, itemId: string): Promise<{ cart: Cart; held: { variantId: string; quantity: number } | null }> {
  const { item, cart: own } = await ownItem(tx.em, tx.viewer, itemId);
  const [row] = await tx.sql.query(
    `update cart set version = version + 1, expires_at = least(now() + interval '15 minutes', created_at + interval '60 minutes')
     where id = $1 and status = 'ACTIVE' returning *`,
    [own.id],
  );
  if (!row) throw await cartClosed(tx.em, own.id);
  await tx.em.nativeDelete(CartItem, { id: itemId });
  const left = await tx.em.find(CartItem, { cartId: own.id });
  if (left.length === 0) await tx.sql.query('update cart set currency = null where id = $1', [own.id]);
  const cart = tx.em.map(Cart, row) as Cart;
  if (item.kind === 'PHYSICAL') return { cart, held: { variantId: item.variantId, quantity: 0 } };
  const counted = left.find((line) => line.kind === 'PHYSICAL');
  return { cart, held: counted ? { variantId: counted.variantId, quantity: counted.quantity } : null };
}
