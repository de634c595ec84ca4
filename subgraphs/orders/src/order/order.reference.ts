import { groupBy, loader, reference } from '@stoa/kit/graphql';
import { Order, OrderItem, OrderStatusChange } from './order.entity.ts';
import { orderPolicy } from './order.policy.ts';

export const orderReference = reference(Order, orderPolicy.read, ({ read }, ids) => read.find(Order, { id: { $in: [...ids] } }));

export const orderItemReference = reference(OrderItem, orderPolicy.readItem, ({ read }, ids) => read.find(OrderItem, { id: { $in: [...ids] } }));

export const itemsOfOrder = loader<string, OrderItem[]>(async ({ read }, orderIds) =>
  groupBy(await read.find(OrderItem, { orderId: { $in: [...orderIds] } }, { orderBy: { id: 'asc' } }), (item) => item.orderId),
);

export const timelineOfOrder = loader<string, OrderStatusChange[]>(async ({ read }, orderIds) =>
  groupBy(await read.find(OrderStatusChange, { orderId: { $in: [...orderIds] } }, { orderBy: { version: 'asc' } }), (change) => change.orderId),
);
