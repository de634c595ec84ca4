import { on } from '@stoa/kit/handlers';
import { CartAbandoned } from '@stoa/schema/events/cart';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { endCarts } from './end-carts.ts';

/** An order that could not even be placed is answered to the checkout itself, which opens the cart again. */
const ANSWERED = ['NOT_ALLOCATED', 'NOT_CHARGED'];

export const onOrderCancelled = on(OrderCancelled, async (tx, { cartId, buyerId, reason }) => {
  if (ANSWERED.includes(reason)) return;
  const [cart] = await endCarts(tx.sql, 'abandon', 'id = $3', [cartId]);
  if (cart) tx.emit(CartAbandoned, cart, { cartId, buyerId, reason: 'PAYMENT_FAILED' });
});
