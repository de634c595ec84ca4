import { answerRead } from '@stoa/kit/commands';
import { describeOrders } from '@stoa/schema/commands/orders';
import { Order } from './order.entity.ts';

export const answerDescribeOrders = answerRead(describeOrders, async ({ rows }, { orderIds }) => {
  const orders = await rows.by(Order, 'id', orderIds);
  return { orders: orders.map(({ id: orderId, number, shippingAddress }) => ({ orderId, number, shippingAddress })) };
});
