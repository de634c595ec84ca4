import { expect, test } from '@jest/globals';
import type { Books } from './books.ts';
import { buyersNotTold } from './buyers-told.ts';

const books = (sides: Readonly<Record<string, readonly object[]>>): Pick<Books, 'rows'> => ({
  rows: async <Row extends object>(domain: string) => (sides[domain] ?? []) as unknown as Row[],
});

const of = (orderId: string, userId: string | null) => ({ orderId, userId });

test('each confirmed order is told to its buyer, once', async () => {
  expect(await buyersNotTold(books({ orders: [of('1', 'pat')], notifications: [of('1', 'pat')] }))).toEqual([]);
  expect(await buyersNotTold(books({ orders: [of('1', 'pat')] }))).toEqual(['order 1 of pat: told too seldom']);
  expect(await buyersNotTold(books({ orders: [of('1', 'pat')], notifications: [of('1', 'pat'), of('1', 'pat')] }))).toEqual([
    'order 1 of pat: told 1 too often',
  ]);
  expect(await buyersNotTold(books({ orders: [of('1', 'pat')], notifications: [of('1', 'kim')] }))).toEqual([
    'order 1 of pat: told too seldom',
    'order 1 of kim: told 1 too often',
  ]);
});
