import { expect, test } from '@jest/globals';
import { periodOf } from './period.ts';

const now = new Date('2026-03-15T10:00:00Z');
const march = new Date('2026-03-01T00:00:00Z');
const february = new Date('2026-02-01T00:00:00Z');

test('a period that nobody names is this month so far, or the one that ends when it is said', () => {
  expect(periodOf(undefined, undefined, now)).toEqual({ from: march, to: now });
  expect(periodOf(february, undefined, now)).toEqual({ from: february, to: now });
  expect(periodOf(undefined, new Date('2026-02-20T00:00:00Z'), now)).toEqual({ from: february, to: new Date('2026-02-20T00:00:00Z') });
});
