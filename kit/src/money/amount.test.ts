import { describe, expect, test } from '@jest/globals';
import { add, basisPoints, MoneyError, split, times } from './amount.ts';

describe('amounts', () => {
  test('a fee of ten per cent is rounded half up, to the cent', () => {
    expect(basisPoints(8_000, 1_000)).toBe(800);
    expect(basisPoints(5, 1_000)).toBe(1);
    expect(basisPoints(4, 1_000)).toBe(0);
    expect(basisPoints(15, 1_000)).toBe(2);
  });

  test('a share of the largest amount is exact where floats would not be', () => {
    expect(basisPoints(9_007_199_254_740_991, 1_000)).toBe(900_719_925_474_099);
  });

  test('shares add up to the whole, the last taking the remainder', () => {
    expect(split(100, [1, 1, 1])).toEqual([33, 33, 34]);
    expect(split(7, [3, 0, 4])).toEqual([3, 0, 4]);
  });

  test('currencies do not mix and amounts stay safe integers', () => {
    expect(() => add({ amountMinor: 1, currency: 'USD' }, { amountMinor: 1, currency: 'EUR' })).toThrow(MoneyError);
    expect(() => times({ amountMinor: Number.MAX_SAFE_INTEGER, currency: 'USD' }, 2)).toThrow(MoneyError);
  });
});
