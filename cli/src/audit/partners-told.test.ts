import { expect, test } from '@jest/globals';
import type { Books } from './books.ts';
import { partnersNotTold } from './partners-told.ts';

const event = (eventId: string, sellers: readonly string[], at = 1_000) => ({ eventId, type: 'order.confirmed', at, sellers });
const endpoint = (id: string, sellerId: string | null, since = 0) => ({ id, sellerId, types: ['order.confirmed'], since });
const webhook = (eventId: string, endpointId: string, sellerId: string | null) => ({
  eventId,
  type: 'order.confirmed',
  endpointId,
  sellerId,
});

const books = (happened: readonly object[], listening: readonly object[], webhooks: readonly object[]): Pick<Books, 'rows'> => ({
  rows: async <Row extends object>(domain: string, sql: string) => {
    const sides: Readonly<Record<string, readonly object[]>> = {
      orders: happened,
      notifications: sql.includes('webhook_delivery') ? webhooks : listening,
    };
    return (sides[domain] ?? []) as unknown as Row[];
  },
});

test('each endpoint is told of what concerns its shop, and the platform’s of all', async () => {
  const [happened, listening] = [[event('e', ['ann', 'bob'])], [endpoint('a', 'ann'), endpoint('c', 'cem'), endpoint('p', null)]];
  expect(await partnersNotTold(books(happened, listening, [webhook('e', 'a', 'ann'), webhook('e', 'p', null)]))).toEqual([]);
  expect(await partnersNotTold(books(happened, listening, [webhook('e', 'a', 'ann')]))).toEqual([
    'order.confirmed of event e to endpoint p: not told',
  ]);
});

test('nobody is told of another shop', async () => {
  const told = [webhook('e', 'c', 'cem')];
  expect(await partnersNotTold(books([event('e', ['ann'])], [endpoint('c', 'cem')], told))).toEqual([
    'order.confirmed of event e to endpoint c: of another shop',
  ]);
});

test('what happened before somebody listened, or just then, need not be told to them', async () => {
  expect(await partnersNotTold(books([event('e', ['ann'])], [endpoint('a', 'ann', 990), endpoint('b', 'ann', 2_000)], []))).toEqual([]);
});
