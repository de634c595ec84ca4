import { answerRead } from '@stoa/kit/commands';
import { readOrderNumbers } from '@stoa/schema/commands/orders';
import { Order } from './order.entity.ts';

export const answerReadOrderNumbers = answerRead(readOrderNumbers, async ({ rows }, { orderIds }) => {
  const orders = await rows.by(Order, 'id', orderIds);
  return { orders: orders.map(({ id: orderId, number }) => ({ orderId, number })) };
});
