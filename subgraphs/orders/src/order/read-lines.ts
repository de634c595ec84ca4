import { answerRead } from '@stoa/kit/commands';
import { notFound } from '@stoa/kit/errors';
import { toEntityId } from '@stoa/kit/graphql';
import { readLines } from '@stoa/schema/commands/orders';
import { OrderItem } from './order.entity.ts';

export const answerReadLines = answerRead(readLines, async ({ read }, { orderId, buyerId }) => {
  const items = await read.find(OrderItem, { orderId: toEntityId(orderId), buyerId }, { orderBy: { id: 'asc' } });
  if (items.length === 0) throw notFound('order');
  const lines = items.map(({ variantId, quantity }) => ({ variantId, quantity }));
  return { currency: items[0]!.unitPrice.currency, lines };
});
