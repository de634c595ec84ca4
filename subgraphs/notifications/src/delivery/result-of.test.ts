import { expect, test } from '@jest/globals';
import { MAX_TRIES } from './backoff.ts';
import { resultOf } from './result-of.ts';

test('what was delivered is, with what the provider calls it', () => {
  expect(resultOf({ kind: 'delivered', providerId: 'p1' }, 1)).toEqual({
    status: 'DELIVERED',
    error: null,
    providerId: 'p1',
    againAfter: null,
  });
});

test('what did not go is tried again, each time after longer, but an hour at most', () => {
  const after = (attempts: number, afterSeconds = 0) => resultOf({ kind: 'retry', code: 'busy', afterSeconds }, attempts).againAfter;
  expect([1, 2, 3, 8, 9].map((attempts) => after(attempts))).toEqual([30, 60, 120, 3_600, 3_600]);
  expect(after(1, 600)).toBe(600);
  expect(after(1, 10 ** 9)).toBe(86_400);
});

test('what never goes, or has been tried often enough, is a dead letter with a code that names nobody', () => {
  expect(resultOf({ kind: 'retry', code: 'busy' }, MAX_TRIES)).toMatchObject({ status: 'FAILED', error: 'busy' });
  expect(resultOf({ kind: 'permanent', code: 'no such <a@b.c>' }, 1)).toMatchObject({ status: 'FAILED', error: 'no_such_a_b.c_' });
});
