import { expect, test } from '@jest/globals';
import { stepOfCode, totpAddress } from './totp.ts';

/** The secret of RFC 6238, `12345678901234567890`. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at %p the code is the one that RFC 6238 says', (seconds, code) => {
  expect(stepOfCode(SECRET, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
});

test('a code is good for its half minute and the ones beside it', () => {
  const at = (seconds: number) => stepOfCode(SECRET, '287082', seconds * 1_000);
  expect([at(29), at(30), at(89), at(90), at(0)]).toEqual([1, 1, 1, null, 1]);
});

test('nothing else is a code', () => {
  for (const code of ['', '28708', '2870820', 'abcdef']) expect(stepOfCode(SECRET, code, 59_000)).toBeNull();
});

test('a program is told what it has to know', () => {
  expect(totpAddress(SECRET, 'ada@example.com')).toBe(
    `otpauth://totp/Stoa:ada%40example.com?issuer=Stoa&secret=${SECRET}&algorithm=SHA1&digits=6&period=30`,
  );
});
