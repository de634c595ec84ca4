import { expect, test } from '@jest/globals';
import { phoneNumber } from './phone-number.ts';

test.each([
  ['+4915112345678', '+4915112345678'],
  [' +49 (151) 1234-5678', '+4915112345678'],
  ['+1 500.555.0006', '+15005550006'],
])('%p is %p', (written, number) => {
  expect(phoneNumber.parse(written)).toBe(number);
});

test.each([
  '',
  '0151 1234567',
  '+0151123456',
  '+49',
  '+4915112345678901',
  '+49151 CALL-ME',
  '+49151;ext=5',
])('%p is no number with its country', (text) => {
  expect(phoneNumber.safeParse(text).success).toBe(false);
});
