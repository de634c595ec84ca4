import { on } from '@stoa/kit/handlers';
import { fire } from '@stoa/kit/machine';
import { CartAbandoned } from '@stoa/schema/events/cart';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { cartMachine } from './cart.machine.ts';
import { lockCart } from './expire-carts.job.ts';

/** An order that could not even be placed is answered to the checkout itself, which opens the cart again. */
const ANSWERED = ['NOT_ALLOCATED', 'NOT_CHARGED'];

export const onOrderCancelled = on(OrderCancelled, async (tx, { cartId, buyerId, reason }) => {
  if (ANSWERED.includes(reason)) return;
  const cart = await lockCart(tx, cartId);
  if (!fire(cartMachine, cart, 'abandon').moved || !cart) return;
  cart.version += 1;
  tx.emit(CartAbandoned, cart, { cartId, buyerId, reason: 'PAYMENT_FAILED' });
});
