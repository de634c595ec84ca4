import type { Variables } from '../execute/conditions.ts';

/** A number that is known when an operation is prepared, or that its variables decide. */
export type Amount = number | ((variables: Variables) => number);

export const amountFor = (amount: Amount, variables: Variables): number => (typeof amount === 'number' ? amount : amount(variables));

/** Computes with amounts: at once where all of them are known, and else for each request. */
export function combine(amounts: readonly Amount[], compute: (numbers: readonly number[]) => number): Amount {
  if (amounts.every((amount) => typeof amount === 'number')) return compute(amounts);
  return (variables) => compute(amounts.map((amount) => amountFor(amount, variables)));
}

export const sum = (amounts: readonly Amount[]): Amount => combine(amounts, (numbers) => numbers.reduce((total, each) => total + each, 0));
