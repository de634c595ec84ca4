import { on } from '@stoa/kit/handlers';
import { fire } from '@stoa/kit/machine';
import { CartCompleted } from '@stoa/schema/events/cart';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { cartMachine } from './cart.machine.ts';
import { lockCart } from './expire-carts.job.ts';

export const onOrderConfirmed = on(OrderConfirmed, async (tx, { cartId, buyerId, orderId }) => {
  const cart = await lockCart(tx, cartId);
  if (!fire(cartMachine, cart, 'complete').moved || !cart) return;
  cart.version += 1;
  tx.emit(CartCompleted, cart, { cartId, buyerId, orderId });
});
