import type { OutputOf } from '@stoa/kit/contracts';
import type { Amount } from '@stoa/kit/money';
import type { listMovements } from '@stoa/schema/commands/payments';
import type { DifferenceKind } from './reconciliation.entity.ts';

/** What a provider lists. */
export type Movement = OutputOf<typeof listMovements>['movements'][number];

/** What the books have of a capture or a refund. */
export interface Posted {
  readonly kind: 'CAPTURE' | 'REFUND';
  readonly reference: string;
  readonly provider: string;
  readonly amount: Amount;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly what: 'CAPTURE' | 'REFUND';
  readonly here: Posted | null;
  readonly there: Movement | null;
}

/** What names one thing on both sides. */
export const keyOf = (kind: string, reference: string | null): string => `${kind} ${reference}`;

/** How a movement differs from what the books have of it; null where both agree. */
function differenceOf(there: Movement, here: Posted | undefined, provider: string): Difference | null {
  const what = there.kind;
  // Posted as another provider's, it is not in this one's books.
  if (!here || here.provider !== provider) return { kind: 'MISSING_HERE', what, here: null, there };
  if (here.amount.currency !== there.amount.currency) return { kind: 'CURRENCY_DIFFERS', what, here, there };
  if (here.amount.amountMinor !== there.amount.amountMinor) return { kind: 'AMOUNT_DIFFERS', what, here, there };
  return null;
}

/** What is in the books and in no journal. A capture that one provider lists twice was taken twice, so the second one is missing here. */
export function compare(
  provider: string,
  movements: readonly Movement[],
  postedOf: ReadonlyMap<string, Posted>,
  unlisted: readonly Posted[],
): Difference[] {
  const seen = new Set<string>();
  const found = movements.flatMap((there) => {
    const key = keyOf(there.kind, there.ours);
    const here = seen.has(key) ? undefined : postedOf.get(key);
    seen.add(key);
    return differenceOf(there, here, provider) ?? [];
  });
  return [...found, ...unlisted.map((here): Difference => ({ kind: 'MISSING_THERE', what: here.kind, here, there: null }))];
}

/** The turnover of one currency. */
export interface Turnover {
  capturedMinor: number;
  capturedAtProviderMinor: number;
  refundedMinor: number;
  refundedAtProviderMinor: number;
  feesMinor: number;
}

/** Adds up a day, currency by currency. */
export function turnoverOf(movements: readonly Movement[], posted: readonly Posted[]): Map<string, Turnover> {
  const turnover = new Map<string, Turnover>();
  const add = (what: keyof Turnover, { currency, amountMinor }: Amount): void => {
    const nothing = { capturedMinor: 0, capturedAtProviderMinor: 0, refundedMinor: 0, refundedAtProviderMinor: 0, feesMinor: 0 };
    const sums = turnover.get(currency) ?? nothing;
    sums[what] += amountMinor;
    turnover.set(currency, sums);
  };
  for (const { kind, amount } of posted) add(kind === 'CAPTURE' ? 'capturedMinor' : 'refundedMinor', amount);
  for (const { kind, amount, fee } of movements) {
    add(kind === 'CAPTURE' ? 'capturedAtProviderMinor' : 'refundedAtProviderMinor', amount);
    if (fee) add('feesMinor', fee);
  }
  return turnover;
}
