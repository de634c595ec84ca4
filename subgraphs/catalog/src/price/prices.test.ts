import { expect, test } from '@jest/globals';
import { Money } from '@stoa/kit/money';
import { allPrices, follow, further, priceIn } from './prices.ts';

const money = (amountMinor: number, currency: string) => ({ amountMinor, currency });
const priced = (usd: number, ...others: { amountMinor: number; currency: string }[]) => ({
  price: Money.of(money(usd, 'USD')),
  otherPrices: others,
});

test('the first price comes first, and there is one for each currency or none', () => {
  const lamp = priced(1_000, money(900, 'EUR'), money(150_000, 'JPY'));
  expect(allPrices(lamp).map(({ currency }) => currency)).toEqual(['USD', 'EUR', 'JPY']);
  expect([priceIn(lamp, 'JPY')?.amountMinor, priceIn(lamp, 'USD')?.amountMinor, priceIn(lamp, 'GBP')]).toEqual([150_000, 1_000, null]);
  expect(() => further(money(1, 'USD'), [money(2, 'USD')])).toThrow('other currencies');
});

const before = priced(1_000, money(900, 'EUR'));
const after = priced(1_100, money(950, 'EUR'), money(160_000, 'JPY'));

test.each([
  ['follows the product in every currency', before, after],
  ['keeps the one price that is its own', priced(1_000, money(870, 'EUR')), priced(1_100, money(870, 'EUR'), money(160_000, 'JPY'))],
  [
    'keeps a currency that the product does not have',
    priced(1_000, money(900, 'EUR'), money(800, 'GBP')),
    priced(1_100, money(950, 'EUR'), money(800, 'GBP'), money(160_000, 'JPY')),
  ],
  ['keeps all where its first price is its own', priced(1_500), priced(1_500)],
])('a variant %s', (_what, variant, expected) => {
  const { price, otherPrices } = follow(variant, before, after);
  expect([price, new Set(otherPrices)]).toEqual([expected.price, new Set(expected.otherPrices)]);
});

test('a price that the product no longer has is gone from those that follow', () => {
  expect(follow(before, before, priced(1_000)).otherPrices).toEqual([]);
});
