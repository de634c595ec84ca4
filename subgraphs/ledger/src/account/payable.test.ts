import { expect, test } from '@jest/globals';
import { availableMinor } from './payable.ts';

test.each([
  ['USD', 1_235, 0, 1_235],
  ['USD', 1_235, 2_000, 0],
  ['USD', -500, 0, 0],
  ['JPY', 7, 3, 4],
  // Providers send no single fils: what is less than ten of them waits for more.
  ['KWD', 1_235, 0, 1_230],
  ['KWD', 1_235, 6, 1_220],
  ['KWD', 9, 0, 0],
])('of %s %d, of which %d are held, %d may be paid out', (currency, balanceMinor, heldMinor, available) => {
  expect(availableMinor(balanceMinor, heldMinor, currency)).toBe(available);
});
