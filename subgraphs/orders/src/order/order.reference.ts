import { groupBy, loader, reference } from '@stoa/kit/graphql';
import { Order, OrderItem, OrderStatusChange } from './order.entity.ts';
import { orderPolicy } from './order.policy.ts';

export const orderReference = reference(Order, orderPolicy.read, ({ rows }, ids) => rows.by(Order, 'id', ids));

export const orderItemReference = reference(OrderItem, orderPolicy.readItem, ({ rows }, ids) => rows.by(OrderItem, 'id', ids));

export const itemsOfOrder = loader<string, OrderItem[]>(async ({ rows }, orderIds) =>
  groupBy(await rows.by(OrderItem, 'orderId', orderIds, 'id'), (item) => item.orderId),
);

export const timelineOfOrder = loader<string, OrderStatusChange[]>(async ({ rows }, orderIds) =>
  groupBy(await rows.by(OrderStatusChange, 'orderId', orderIds, 'version'), (change) => change.orderId),
);
