import type { Books } from './books.ts';

export const BUYERS_TOLD = {
  name: 'every buyer is told of their order',
  says: 'Of each confirmed order, its buyer has one notification, and nobody has one of an order that was not confirmed.',
};

const CONFIRMED = `select payload ->> 'orderId' as "orderId", payload ->> 'buyerId' as "userId" from outbox where name = 'orders.order.confirmed'`;

const TOLD = `select data ->> 'orderId' as "orderId", user_id::text as "userId" from notification where kind = 'ORDER_CONFIRMED'`;

interface Told {
  readonly orderId: string;
  readonly userId: string | null;
}

export const buyersToldSql = {
  'confirmed orders': { domain: 'orders', sql: CONFIRMED },
  'what buyers were told': { domain: 'notifications', sql: TOLD },
};

/** Orders whose buyer was told not at all, or more than once, or wrongly. */
export async function buyersNotTold({ rows }: Pick<Books, 'rows'>): Promise<string[]> {
  const [confirmed, told] = await Promise.all([rows<Told>('orders', CONFIRMED), rows<Told>('notifications', TOLD)]);
  const balance = new Map<string, number>();
  const add = ({ orderId, userId }: Told, by: number): void => {
    const key = `order ${orderId} of ${userId}`;
    balance.set(key, (balance.get(key) ?? 0) + by);
  };
  for (const each of confirmed) add(each, -1);
  for (const each of told) add(each, 1);
  return [...balance].filter(([, by]) => by !== 0).map(([key, by]) => `${key}: told ${by > 0 ? `${by} too often` : 'too seldom'}`);
}
