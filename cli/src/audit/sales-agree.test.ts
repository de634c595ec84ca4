import { expect, test } from '@jest/globals';
import type { Books } from './books.ts';
import { salesDiffer } from './sales-agree.ts';

interface Sum {
  readonly code: string;
  readonly currency: string;
  readonly minor: number;
}

const books = (sums: Readonly<Record<string, readonly Sum[]>>): Pick<Books, 'rows'> => ({
  rows: async <Row extends object>(domain: string) => (sums[domain] ?? []) as unknown as Row[],
});

const owed = (minor: number, currency = 'USD'): Sum => ({ code: 'SELLER_PAYABLE_1', currency, minor });

test('sums are compared by account and currency, and what one does not know is nothing', async () => {
  expect(await salesDiffer(books({ analytics: [owed(100), owed(0, 'EUR')], ledger: [owed(100)] }))).toEqual([]);
  expect(await salesDiffer(books({ analytics: [owed(100)], ledger: [owed(90), owed(5, 'EUR')] }))).toEqual([
    'SELLER_PAYABLE_1 USD: analytics has 10 more than the ledger',
    'SELLER_PAYABLE_1 EUR: analytics has -5 more than the ledger',
  ]);
});
