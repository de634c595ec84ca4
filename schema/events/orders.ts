import { amount, collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

export const orderLine = z.object({
  orderItemId: z.uuid(),
  variantId: z.uuid(),
  productId: z.uuid(),
  sellerId: z.uuid(),
  kind: z.enum(['PHYSICAL', 'DIGITAL', 'COURSE']),
  quantity: z.int().positive(),
  unitPrice: amount,
});

const orderFacts = z.object({ orderId: z.uuid(), cartId: z.uuid(), buyerId: z.uuid(), total: amount, lines: z.array(orderLine) });

const touches = ({ orderId, buyerId }: { orderId: string; buyerId: string }) => [
  entity('Order', orderId),
  collection('User.orders', buyerId),
];

/** An order exists, provisional until it is paid. (Elsewhere: OrderCreated.) */
export const OrderPlaced = event('orders.order.placed', { version: 1, once: true, aggregate: 'Order', payload: orderFacts, touches });

/** An order is paid and stands. */
export const OrderConfirmed = event('orders.order.confirmed', { version: 1, once: true, aggregate: 'Order', payload: orderFacts, touches });

/** An order ended. `paid`: its payment had been captured, and goes back. */
export const OrderCancelled = event('orders.order.cancelled', {
  version: 1,
  once: true,
  aggregate: 'Order',
  payload: z.object({
    orderId: z.uuid(),
    cartId: z.uuid(),
    buyerId: z.uuid(),
    reason: z.enum(['PAYMENT_FAILED', 'UNPAID', 'NOT_ALLOCATED', 'NOT_CHARGED', 'OUT_OF_STOCK', 'REQUESTED', 'REFUNDED']),
    paid: z.boolean(),
  }),
  touches,
});

/** An order's status moved with its shipments. */
export const OrderUpdated = event('orders.order.updated', {
  version: 1,
  aggregate: 'Order',
  payload: z.object({
    orderId: z.uuid(),
    buyerId: z.uuid(),
    status: z.enum(['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED']),
  }),
  touches,
});

/** A captured payment has to go back: the order it was for has ended, or cannot be served. */
export const RefundRequested = event('orders.refund.requested', {
  version: 1,
  aggregate: 'Order',
  payload: z.object({ orderId: z.uuid(), reason: z.string() }),
});
