import { expect, test } from '@jest/globals';
import type { Books } from './books.ts';
import { outOfOrder } from './delivery-invariants.ts';

const EVENTS = [
  { id: 'a1', name: 'orders.order.placed', aggregate: 'Order a', version: 1 },
  { id: 'b1', name: 'orders.order.placed', aggregate: 'Order b', version: 1 },
  { id: 'a2', name: 'orders.order.placed', aggregate: 'Order a', version: 2 },
];

/** The events of `orders`, and when `ledger` handled each of them. */
const handled = (atMs: Readonly<Record<string, number>>): Books =>
  ({
    consumers: [{ domain: 'ledger', stream: 'orders', events: ['orders.order.placed'] }],
    rows: async (domain: string) => (domain === 'orders' ? EVENTS : Object.entries(atMs).map(([id, at]) => ({ id, atMs: at }))),
  }) as unknown as Books;

test('versions of one aggregate are handled one after the other, those of another beside them', async () => {
  expect(await outOfOrder(handled({ a1: 10, a2: 20, b1: 30 }))).toEqual([]);
  expect(await outOfOrder(handled({ a2: 20 }))).toEqual([]);
  expect(await outOfOrder(handled({ a1: 20, a2: 10, b1: 5 }))).toEqual(['ledger: version 2 of Order a, before 1']);
});
