import { describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { madeBetween } from './made-between.ts';

const NOON = Date.UTC(2026, 4, 1, 12);
const idAt = (ms: number): string => v7({ msecs: ms });

/** Whether Postgres, which compares ids by their bytes, would find it. */
function finds(span: Parameters<typeof madeBetween>[0], id: string): boolean {
  const { $gte = '', $lt = 'g' } = madeBetween(span).id ?? {};
  return id >= $gte && id < $lt;
}

describe('ids made in a span', () => {
  test('are those from its first moment up to its last, which is not in it', () => {
    const span = { from: new Date(NOON), to: new Date(NOON + 1_000) };
    const found = [-1, 0, 999, 1_000].filter((ms) => finds(span, idAt(NOON + ms)));
    expect(found).toEqual([0, 999]);
  });

  test('of an open side are all on that side', () => {
    expect([idAt(0), idAt(NOON - 1), idAt(NOON)].map((id) => finds({ to: new Date(NOON) }, id))).toEqual([true, true, false]);
    expect([idAt(NOON - 1), idAt(NOON), idAt(2 ** 48 - 1)].map((id) => finds({ from: new Date(NOON) }, id))).toEqual([false, true, true]);
    expect([madeBetween({}), madeBetween({ from: null, to: null })]).toEqual([{}, {}]);
  });

  test('before and after all time that an id can tell are none', () => {
    expect(finds({ to: new Date('-000001-01-01T00:00:00Z') }, idAt(1))).toBe(false);
    expect(finds({ from: new Date(8.64e15) }, idAt(NOON))).toBe(false);
  });
});
