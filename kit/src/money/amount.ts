import { z } from 'zod';

/** An amount in integer minor units (cents, yen, fils) of an ISO 4217 currency. Never a float. */
export interface Amount {
  readonly amountMinor: number;
  readonly currency: string;
}

export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code of three capitals');
export const amountMinor = z.int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

/** The shape of money in events and commands. */
export const amount = z.object({ amountMinor, currency: currencyCode });

/** Thrown when arithmetic would mix currencies or leave the safe integers: a fault of ours, never of a client's. */
export class MoneyError extends Error {}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new MoneyError(`amount ${value} is not a safe integer`);
  return value;
}

export function add(left: Amount, right: Amount): Amount {
  if (left.currency !== right.currency) throw new MoneyError(`cannot add ${right.currency} to ${left.currency}`);
  return { amountMinor: safe(left.amountMinor + right.amountMinor), currency: left.currency };
}

export const times = (unit: Amount, quantity: number): Amount => ({
  amountMinor: safe(unit.amountMinor * quantity),
  currency: unit.currency,
});

export const sum = (amounts: readonly Amount[], currency: string): Amount => amounts.reduce(add, { amountMinor: 0, currency });

export const equal = (left: Amount, right: Amount): boolean => left.amountMinor === right.amountMinor && left.currency === right.currency;

/** A share in basis points (1 % = 100), rounded half up; exact for every safe integer. */
export function basisPoints(whole: number, points: number): number {
  const product = BigInt(whole) * BigInt(points);
  const half = product >= 0n ? 5_000n : -5_000n;
  return safe(Number((product + half) / 10_000n));
}

/** Divides an amount in proportion to weights; the last share takes the remainder, so the shares always add up. */
export function split(whole: number, weights: readonly number[]): number[] {
  const total = weights.reduce((left, right) => left + BigInt(right), 0n);
  if (total <= 0n) throw new MoneyError('weights must add up to more than nothing');
  const shares = weights.map((weight) => Number((BigInt(whole) * BigInt(weight)) / total));
  shares[shares.length - 1]! += whole - shares.reduce((left, right) => left + right, 0);
  return shares;
}
