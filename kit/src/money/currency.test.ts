import { expect, test } from '@jest/globals';
import { chargeStep, decimalsOf } from './currency.ts';

test.each([
  ['JPY', 0, 1],
  ['USD', 2, 1],
  ['EUR', 2, 1],
  ['KWD', 3, 10],
])('%s has %d decimals, and is charged in steps of %d', (currency, decimals, step) => {
  expect([decimalsOf(currency), chargeStep(currency)]).toEqual([decimals, step]);
});
