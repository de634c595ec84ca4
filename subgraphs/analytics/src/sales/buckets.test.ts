import { describe, expect, test } from '@jest/globals';
import { beginningOf, bucketsOf, type Interval } from './buckets.ts';

const at = (text: string): Date => new Date(text);
const texts = (interval: Interval, from: string, to: string): string[] =>
  bucketsOf(interval, at(from), at(to)).map((date) => date.toISOString().slice(0, 13));

test.each([
  ['HOUR', '2026-03-29T13:59:59.999Z', '2026-03-29T13:00:00.000Z'],
  ['DAY', '2026-03-29T23:59:59.999Z', '2026-03-29T00:00:00.000Z'],
  ['WEEK', '2026-03-29T12:00:00.000Z', '2026-03-23T00:00:00.000Z'],
  ['WEEK', '2026-03-30T00:00:00.000Z', '2026-03-30T00:00:00.000Z'],
  ['MONTH', '2024-02-29T12:00:00.000Z', '2024-02-01T00:00:00.000Z'],
] as const)('the %s of %s begins at %s', (interval, moment, beginning) => {
  expect(beginningOf(interval, at(moment)).toISOString()).toBe(beginning);
});

describe('a period', () => {
  test('has each interval that it touches, and not the one that it ends before', () => {
    expect(texts('DAY', '2026-02-27T22:00:00Z', '2026-03-02T00:00:00Z')).toEqual(['2026-02-27T00', '2026-02-28T00', '2026-03-01T00']);
    expect(texts('MONTH', '2025-12-31T23:00:00Z', '2026-02-01T00:00:01Z')).toEqual(['2025-12-01T00', '2026-01-01T00', '2026-02-01T00']);
    expect(texts('WEEK', '2026-12-30T00:00:00Z', '2027-01-05T00:00:00Z')).toEqual(['2026-12-28T00', '2027-01-04T00']);
  });

  test('that is empty, or has too many of them, is refused', () => {
    expect(() => texts('DAY', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).toThrow('to must be after from');
    expect(() => texts('HOUR', '0001-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).toThrow('at most 1000 points');
  });
});
