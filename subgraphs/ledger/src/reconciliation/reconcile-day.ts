import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { listMovements } from '@stoa/schema/commands/payments';
import { feeEntries } from '../transaction/entries-of.ts';
import { postTransaction } from '../transaction/post-transaction.ts';
import { compare, type Difference, keyOf, type Movement, turnoverOf } from './compare.ts';
import { postingsFor, postingsOf } from './read-postings.ts';
import { Reconciliation, ReconciliationDifference } from './reconciliation.entity.ts';

type Provider = Reconciliation['provider'];

const DAY_MS = 86_400_000;
/** What was posted on a day may have moved some days before, where a sweep alone has told of it. */
const BEFORE_MS = 4 * DAY_MS;
const FEES_AT_ONCE = 100;

/**
 * Compares the books of a day with what a provider lists of it, and writes down each difference. Done again, it replaces what it wrote
 * before; what it posts for fees is posted once.
 */
export async function reconcileDay(context: DomainContext, provider: Provider, day: string): Promise<Difference[]> {
  const [from, to] = [new Date(`${day}T00:00:00Z`), new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS)];
  const movements = await listed(context, provider, from, to);
  const posted = await postingsOf(context.sql, provider, from, to);
  const listedHere = new Set(movements.map(({ kind, ours }) => keyOf(kind, ours)));
  let unlisted = posted.filter(({ kind, reference }) => !listedHere.has(keyOf(kind, reference)));
  if (unlisted.length > 0) {
    const around = await listed(context, provider, new Date(from.getTime() - BEFORE_MS), new Date(to.getTime() + DAY_MS));
    const known = new Set(around.map(({ kind, ours }) => keyOf(kind, ours)));
    unlisted = unlisted.filter(({ kind, reference }) => !known.has(keyOf(kind, reference)));
  }
  const differences = compare(provider, movements, await postingsFor(context.sql, movements), unlisted);
  await postFees(context, movements);
  await context.transact((tx) => write(tx, { provider, day, turnover: turnoverOf(movements, posted), differences }));
  return differences;
}

async function listed(context: DomainContext, provider: Provider, from: Date, to: Date): Promise<Movement[]> {
  const all: Movement[] = [];
  for (let after: string | null = null; ; ) {
    const asked = { provider, from: from.toISOString(), to: to.toISOString(), after };
    const page: { movements: Movement[]; next: string | null } = await context.call(listMovements, asked);
    all.push(...page.movements);
    if (page.next === null) return all;
    after = page.next;
  }
}

/** What the provider kept is the platform's expense, by the provider's id of what it kept it of. */
async function postFees(context: DomainContext, movements: readonly Movement[]): Promise<void> {
  const charged = movements.filter(({ fee }) => fee !== null);
  for (let done = 0; done < charged.length; done += FEES_AT_ONCE)
    await context.transact(async (tx) => {
      for (const { reference, fee } of charged.slice(done, done + FEES_AT_ONCE))
        await postTransaction(tx, {
          ...{ kind: 'PROVIDER_FEE', reference, orderId: null },
          ...{ currency: fee!.currency, entries: feeEntries(fee!.amountMinor) },
        });
    });
}

interface Report {
  readonly provider: Provider;
  readonly day: string;
  readonly turnover: ReturnType<typeof turnoverOf>;
  readonly differences: readonly Difference[];
}

async function write(tx: Transaction, { provider, day, turnover, differences }: Report): Promise<void> {
  await tx.sql.query(
    `with gone as (delete from reconciliation where provider = $1 and day = $2 returning id)
     delete from reconciliation_difference where reconciliation_id in (select id from gone)`,
    [provider, day],
  );
  const none = { capturedMinor: 0, capturedAtProviderMinor: 0, refundedMinor: 0, refundedAtProviderMinor: 0, feesMinor: 0 };
  const currencyOf = ({ here, there }: Difference): string => (here ?? there)!.amount.currency;
  const currencies = new Set([...turnover.keys(), ...differences.map(currencyOf)]);
  const ids = new Map([...currencies].map((currency) => [currency, newId()]));
  const at = new Date();
  const reports = [...ids].map(([currency, id]) => ({ id, provider, day, currency, ...(turnover.get(currency) ?? none), at }));
  if (reports.length > 0) await tx.insert(Reconciliation, reports);
  if (differences.length > 0)
    await tx.insert(
      ReconciliationDifference,
      differences.map((difference) => rowOf(ids.get(currencyOf(difference))!, difference)),
    );
}

function rowOf(reconciliationId: string, { kind, what, here, there }: Difference): ReconciliationDifference {
  return {
    ...{ id: newId(), reconciliationId, kind, what, reference: here?.reference ?? there?.ours ?? null },
    ...{
      providerReference: there?.reference ?? null,
      amountMinor: here?.amount.amountMinor ?? null,
      currency: here?.amount.currency ?? null,
    },
    ...{ amountAtProviderMinor: there?.amount.amountMinor ?? null, currencyAtProvider: there?.amount.currency ?? null },
  };
}
