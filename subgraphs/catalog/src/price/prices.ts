import { badInput } from '@stoa/kit/errors';
import { type Amount, equal, Money } from '@stoa/kit/money';

/** What has prices: one in its own currency, and perhaps further ones. */
export interface Priced {
  price: Money;
  /** At most one for each currency, none of them that of `price`. */
  otherPrices: Amount[];
}

/** All prices, the first in its own currency. */
export const allPrices = ({ price, otherPrices }: Pick<Priced, 'price' | 'otherPrices'>): Money[] => [price, ...otherPrices.map(Money.of)];

export const priceIn = (priced: Pick<Priced, 'price' | 'otherPrices'>, currency: string): Money | null =>
  allPrices(priced).find((each) => each.currency === currency) ?? null;

/** Prices in other currencies than the first, as they are kept. */
export function further(base: Amount, prices: readonly Amount[]): Amount[] {
  if (prices.some(({ currency }) => currency === base.currency))
    throw badInput('prices are those in other currencies than that of the price itself', 'prices');
  return prices.map(({ amountMinor, currency }) => ({ amountMinor, currency }));
}

const same = (left: Amount | null, right: Amount | null): boolean =>
  left === right || (left !== null && right !== null && equal(left, right));

/**
 * What a variant costs once its product costs something else. One that costs what the product did follows it, in each currency in which
 * that is so; one with a price of its own keeps all of its prices.
 */
export function follow(variant: Priced, before: Priced, after: Priced): Priced {
  if (!equal(variant.price, before.price)) return variant;
  const currencies = new Set([...variant.otherPrices, ...after.otherPrices].map(({ currency }) => currency));
  const otherPrices = [...currencies].flatMap((currency) => {
    const own = priceIn(variant, currency);
    const next = same(own, priceIn(before, currency)) ? priceIn(after, currency) : own;
    return next ? [{ amountMinor: next.amountMinor, currency }] : [];
  });
  return { price: Money.of(after.price), otherPrices };
}

export const samePrices = (left: Priced, right: Priced): boolean =>
  equal(left.price, right.price) &&
  left.otherPrices.length === right.otherPrices.length &&
  left.otherPrices.every((price) => same(price, priceIn(right, price.currency)));
