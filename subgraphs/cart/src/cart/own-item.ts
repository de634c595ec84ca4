import type { Viewer } from '@stoa/kit/auth';
import { notFound } from '@stoa/kit/errors';
import type { EntityManager } from '@stoa/kit/persistence';
import { permitted } from '@stoa/kit/policy';
import { cartClosed } from '../checkout/cart-closed.ts';
import { Cart, CartItem } from './cart.entity.ts';
import { cartPolicy } from './cart.policy.ts';

/** A line of the viewer's own cart that can still be changed. */
export async function ownItem(em: EntityManager, viewer: Viewer, itemId: string): Promise<{ item: CartItem; cart: Cart }> {
  const item = await em.findOne(CartItem, { id: itemId });
  if (!item) throw notFound('cart item');
  const cart = permitted(viewer, await em.findOne(Cart, { id: item.cartId }), cartPolicy.change, 'cart item');
  if (cart.status !== 'ACTIVE') throw await cartClosed(em, cart.id);
  return { item, cart };
}
