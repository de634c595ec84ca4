import { permitted } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { Order, OrderStatusChange } from './order.entity.ts';
import { orderPolicy } from './order.policy.ts';

/** An order's changes: the last one first and then live, or all after a version that the client has seen. */
export async function followOrder(
  context: DomainContext,
  orderId: string,
  after: number | null | undefined,
): Promise<AsyncIterable<OrderStatusChange>> {
  permitted(context.viewer, await context.read.findOne(Order, { id: orderId }), orderPolicy.read, 'order');
  const changesAfter = ({ read }: DomainContext, version: number): Promise<OrderStatusChange[]> =>
    read.find(OrderStatusChange, { orderId, version: { $gt: version } }, { orderBy: { version: 'asc' } });
  const present = ({ read }: DomainContext): Promise<OrderStatusChange[]> =>
    read.find(OrderStatusChange, { orderId }, { orderBy: { version: 'desc' }, limit: 1 });
  return context.follow({ key: `Order:${orderId}`, changesAfter, start: after === null || after === undefined ? { present } : { after } });
}
