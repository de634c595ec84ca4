/** One millionth: what rates of tax are counted in, so that 8.875 % is whole. */
export const PPM = 1_000_000;

/** `whole * part / of`, rounded half up; exact for every safe integer. Nothing here is negative. */
export const proportion = (whole: number, part: number, of: number): number =>
  Number((2n * BigInt(whole) * BigInt(part) + BigInt(of)) / (2n * BigInt(of)));

/** The same in steps of so many minor units, the nearest step and half of one up. */
export const proportionIn = (step: number, whole: number, part: number, of: number): number => proportion(whole, part, of * step) * step;

/** The nearest step, half of one up. */
export const roundTo = (step: number, amountMinor: number): number => proportionIn(step, amountMinor, 1, 1);

/**
 * Divides an amount in proportion to weights, so that the shares add up to it. Each share is rounded down or up, so none is more than
 * its weight where the whole is not more than all of them; weights of nothing get nothing.
 */
export function apportion(whole: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (all === 0n) return weights.map(() => 0);
  let weightSoFar = 0n;
  let given = 0n;
  return weights.map((weight) => {
    weightSoFar += BigInt(weight);
    const upToHere = (BigInt(whole) * weightSoFar) / all;
    const share = upToHere - given;
    given = upToHere;
    return Number(share);
  });
}

export const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
