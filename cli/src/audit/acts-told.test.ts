import { expect, test } from '@jest/globals';
import { actsNotTold } from './acts-told.ts';
import type { Books } from './books.ts';

const act = (id: string, what: string) => ({ id, what });
const entry = (id: string, domain: string, what: string) => ({ id, domain, what });

const books = (sides: Readonly<Record<string, readonly object[]>>, log: readonly object[]): Pick<Books, 'rows' | 'domains'> => ({
  domains: ['identity', 'orders'],
  rows: async <Row extends object>(domain: string, sql: string) =>
    (sql.includes('audit_entry') ? log : (sides[domain] ?? [])) as unknown as Row[],
});

test('what was told stands in the log as it was written down, whatever else does', async () => {
  const orders = [act('1', 'cancelOrder DONE kim pat')];
  const forgotten = entry('2', 'orders', 'cancelOrder REFUSED kim');
  expect(await actsNotTold(books({ orders }, [entry('1', 'orders', 'cancelOrder DONE kim pat'), forgotten]))).toEqual([]);
  expect(await actsNotTold(books({ orders }, []))).toEqual(['orders: cancelOrder DONE kim pat (1) is not in the log']);
  expect(await actsNotTold(books({ orders }, [entry('1', 'orders', 'cancelOrder DONE kim')]))).toEqual([
    'orders: cancelOrder DONE kim pat (1) stands in the log as cancelOrder DONE kim',
  ]);
});
