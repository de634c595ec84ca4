import { DomainError } from '@stoa/kit/errors';
import type { EntityManager } from '@stoa/kit/persistence';
import { Checkout } from './checkout.entity.ts';

/** What a client is told of a cart that can no longer be changed: its order, where it became one. */
export async function cartClosed(em: EntityManager, cartId: string): Promise<DomainError> {
  const checkout = await em.findOne(Checkout, { cartId, status: { $ne: 'REFUSED' } });
  if (!checkout) return new DomainError('CART_CLOSED', 'This cart is closed');
  return new DomainError('CART_CLOSED', 'This cart was checked out already', { orderId: checkout.orderId });
}
