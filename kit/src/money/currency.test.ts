import { expect, test } from '@jest/globals';
import { chargeStep, decimalsOf, isChargeable } from './currency.ts';
import { Money } from './money.ts';

test.each([
  ['JPY', 0, 1],
  ['USD', 2, 1],
  ['EUR', 2, 1],
  ['KWD', 3, 10],
])('%s has %d decimals, and is charged in steps of %d', (currency, decimals, step) => {
  expect([decimalsOf(currency), chargeStep(currency)]).toEqual([decimals, step]);
});

test('of dinars whole ten fils can be charged, of cents and yen any', () => {
  const chargeable = (amountMinor: number, currency: string): boolean => isChargeable({ amountMinor, currency });
  expect([chargeable(1_230, 'KWD'), chargeable(1_235, 'KWD'), chargeable(1_235, 'USD'), chargeable(1_235, 'JPY')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test.each(['HUF', 'IDR', 'COP', 'PKR'])('%s is charged in hundredths, and shown in what is charged', (currency) => {
  expect(decimalsOf(currency)).toBe(2);
  expect(Money.of({ amountMinor: 123_456, currency }).formatted('en-US').replace(/\s/g, ' ')).toBe(`${currency} 1,234.56`);
});
