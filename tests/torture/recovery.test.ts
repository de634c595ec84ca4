import { expect, test } from '@jest/globals';
import { firstThrough, percentile } from './recovery.ts';

test('a fault is over when the first purchase placed after it is posted', () => {
  const placed = [
    { id: 'before', atMs: 90 },
    { id: 'slow', atMs: 110 },
    { id: 'quick', atMs: 120 },
    { id: 'unpaid', atMs: 130 },
  ];
  const posted = new Map([
    ['before', 140],
    ['slow', 400],
    ['quick', 150],
  ]);
  expect(firstThrough([100, 115, 125, 500], placed, posted)).toEqual([50, 35]);
});

test('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99), percentile([], 0.5)]).toEqual([50, 99, 7, 0]);
});
