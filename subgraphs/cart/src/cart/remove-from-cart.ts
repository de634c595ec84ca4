import { entityId } from '@stoa/kit/graphql';
import { workflow } from '@stoa/kit/use-case';
import { holdForCart } from '@stoa/schema/commands/inventory';
import { z } from 'zod';
import { Cart, CartItem } from './cart.entity.ts';
import { ownItem } from './own-item.ts';

/** Takes a line out and gives back what it held. The line goes first: if we die in between, the hold ends by itself. */
export const removeFromCart = workflow('cart.removeFromCart', z.object({ itemId: entityId }), async (context, { itemId }): Promise<Cart> => {
  const { item, cart } = await context.transact(async (tx) => {
    const own = await ownItem(tx.em, tx.viewer, itemId);
    const [row] = await tx.sql.query(`update cart set version = version + 1 where id = $1 and status = 'ACTIVE' returning *`, [own.cart.id]);
    await tx.em.nativeDelete(CartItem, { id: itemId });
    const left = await tx.em.count(CartItem, { cartId: own.cart.id });
    if (left === 0) await tx.sql.query('update cart set currency = null where id = $1', [own.cart.id]);
    return { item: own.item, cart: tx.em.map(Cart, row!) as Cart };
  });
  if (item.kind === 'PHYSICAL')
    await context.call(holdForCart, { cartId: cart.id, buyerId: cart.buyerId, variantId: item.variantId, quantity: 0 });
  return cart;
});
