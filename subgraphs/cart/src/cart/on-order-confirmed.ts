import { onMany } from '@stoa/kit/handlers';
import { CartCompleted } from '@stoa/schema/events/cart';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { endCarts } from './end-carts.ts';

export const onOrderConfirmed = onMany(OrderConfirmed, async (tx, orders) => {
  const ended = await endCarts(tx.sql, 'complete', 'id = any($3::uuid[])', [orders.map(({ payload }) => payload.cartId)]);
  for (const cart of ended) {
    const { payload, envelope } = orders.find((order) => order.payload.cartId === cart.id)!;
    const { cartId, buyerId, orderId } = payload;
    tx.emit(CartCompleted, cart, { cartId, buyerId, orderId }, envelope);
  }
});
