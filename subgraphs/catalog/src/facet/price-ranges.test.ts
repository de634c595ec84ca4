import { expect, test } from '@jest/globals';
import { endOfRange, priceFacetsOf } from './price-ranges.ts';

test.each([
  [1, 1],
  [2, 4],
  [5, 9],
  [10, 19],
  [200, 499],
  [5_000, 9_999],
  [50_000_000_000, 99_999_999_999],
])('the range from %d ends at %d', (from, end) => {
  expect(endOfRange(from)).toBe(end);
});

test('prices are put together by currency, ranges from the cheapest on', () => {
  const row = (value: string, from: number, count: number, least: number, greatest: number) => ({
    value,
    ...{ range_from: String(from), count: String(count), least: String(least), greatest: String(greatest) },
  });
  const facets = priceFacetsOf([row('JPY', 100, 1, 150, 150), row('USD', 2_000, 1, 2_500, 2_500), row('USD', 500, 2, 500, 999)]);
  expect(facets).toMatchObject([
    {
      currency: 'USD',
      count: 3,
      min: { amountMinor: 500 },
      max: { amountMinor: 2_500 },
      ranges: [
        { min: { amountMinor: 500 }, max: { amountMinor: 999 }, count: 2 },
        { min: { amountMinor: 2_000 }, max: { amountMinor: 4_999 }, count: 1 },
      ],
    },
    { currency: 'JPY', count: 1 },
  ]);
});
