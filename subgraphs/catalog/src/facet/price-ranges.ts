import { Money } from '@stoa/kit/money';
import type { PriceFacet } from './product-facets.type.ts';

/** Prices of one currency in one range, as SQL counts them. */
export interface PriceRow {
  /** The currency. */
  readonly value: string;
  readonly count: string;
  /** Where the range begins: 1, 2 or 5, and zeros. */
  readonly range_from: string;
  readonly least: string;
  readonly greatest: string;
}

/** The last amount of the range that begins with 1, 2 or 5, and zeros: before the next one. */
export function endOfRange(from: number): number {
  const magnitude = 10 ** (String(from).length - 1);
  return ({ 1: 2, 2: 5, 5: 10 } as Record<number, number>)[from / magnitude]! * magnitude - 1;
}

/** One facet for each currency, the one with most products first. */
export function priceFacetsOf(rows: readonly PriceRow[]): PriceFacet[] {
  const currencies = [...new Set(rows.map(({ value }) => value))];
  const facets = currencies.map((currency) => {
    const money = (amountMinor: number): Money => Money.of({ amountMinor, currency });
    const own = rows
      .filter(({ value }) => value === currency)
      .map((row) => ({ from: Number(row.range_from), count: Number(row.count), least: Number(row.least), greatest: Number(row.greatest) }))
      .sort((left, right) => left.from - right.from);
    return {
      currency,
      count: own.reduce((sum, { count }) => sum + count, 0),
      min: money(own[0]!.least),
      max: money(own.at(-1)!.greatest),
      ranges: own.map(({ from, count }) => ({ min: money(from), max: money(endOfRange(from)), count })),
    };
  });
  return facets.sort((left, right) => right.count - left.count || left.currency.localeCompare(right.currency));
}
