import { expect, test } from '@jest/globals';
import { splitBySeller } from './split.ts';

const line = (sellerId: string, quantity: number, amountMinor: number) => ({ sellerId, quantity, unitPrice: { amountMinor } });

test('a basket of 10,000 from two sellers: 7,200 + 800 and 1,800 + 200', () => {
  const split = splitBySeller([line('a', 2, 4_000), line('b', 1, 2_000)]);
  expect(split).toMatchObject([
    { sellerId: 'a', grossMinor: 8_000, feeMinor: 800 },
    { sellerId: 'b', grossMinor: 2_000, feeMinor: 200 },
  ]);
});

test('the fee is rounded half up once per seller, not once per line', () => {
  expect(splitBySeller([line('a', 1, 5), line('a', 1, 5), line('a', 1, 4)])).toMatchObject([{ grossMinor: 14, feeMinor: 1 }]);
  expect(splitBySeller([line('a', 3, 5)])).toMatchObject([{ grossMinor: 15, feeMinor: 2 }]);
});
