import { answerRead } from '@stoa/kit/commands';
import { groupBy } from '@stoa/kit/graphql';
import { summarizeOrders } from '@stoa/schema/commands/orders';
import { Order, OrderItem } from './order.entity.ts';

export const answerSummarizeOrders = answerRead(summarizeOrders, async ({ rows }, { orderIds }) => {
  const [orders, items] = await Promise.all([rows.by(Order, 'id', orderIds), rows.by(OrderItem, 'orderId', orderIds, 'id')]);
  const itemsOf = groupBy(items, (item) => item.orderId);
  return {
    orders: orders.map(({ id: orderId, number, buyerId }) => ({
      orderId,
      number,
      buyerId,
      items: (itemsOf.get(orderId) ?? []).map(({ sellerId, name, quantity }) => ({ sellerId, name, quantity })),
    })),
  };
});
