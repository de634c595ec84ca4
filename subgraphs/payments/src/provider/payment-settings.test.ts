import { expect, test } from '@jest/globals';
import { paymentSettings } from './payment-settings.ts';

test.each([
  [undefined, 'sk_test_1'],
  ['test', 'rk_test_1'],
  ['live', 'sk_live_1'],
])('in the mode %s the key %s is taken', (STOA_MODE, STRIPE_SECRET_KEY) => {
  expect(paymentSettings.make({ STOA_MODE, STRIPE_SECRET_KEY })).toMatchObject({ STRIPE_SECRET_KEY });
});

test.each([
  [undefined, 'sk_live_1'],
  ['test', 'rk_live_1'],
  ['live', 'sk_test_1'],
])('in the mode %s the key %s is refused', (STOA_MODE, STRIPE_SECRET_KEY) => {
  expect(() => paymentSettings.make({ STOA_MODE, STRIPE_SECRET_KEY })).toThrow(
    'STRIPE_SECRET_KEY: must be a live key where STOA_MODE is live',
  );
});
