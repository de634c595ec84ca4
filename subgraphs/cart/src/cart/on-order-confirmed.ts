import { on } from '@stoa/kit/handlers';
import { CartCompleted } from '@stoa/schema/events/cart';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { endCarts } from './end-carts.ts';

export const onOrderConfirmed = on(OrderConfirmed, async (tx, { cartId, buyerId, orderId }) => {
  const [cart] = await endCarts(tx.sql, 'complete', 'id = $3', [cartId]);
  if (cart) tx.emit(CartCompleted, cart, { cartId, buyerId, orderId });
});
