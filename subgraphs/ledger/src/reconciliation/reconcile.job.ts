import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { reconcileDay } from './reconcile-day.ts';
import type { Reconciliation } from './reconciliation.entity.ts';

type Provider = Reconciliation['provider'];

/**
 * Compares each day with the providers' journals on the next one at four (UTC), when the sweep has found what no webhook told. A day that
 * cannot be compared is tried again in an hour; days that were missed are made up one after the other.
 */
export const reconcileProviders = job('ledger.reconcileProviders', seconds(60), async (context) => {
  for (const provider of ['STRIPE', 'RAZORPAY'] as const)
    for (let day = await dueDay(context, provider); day !== null; day = await dueDay(context, provider))
      await reconcile(context, provider, day);
});

async function dueDay({ sql }: DomainContext, provider: Provider): Promise<string | null> {
  const [due] = await sql.query<{ day: string }>(
    `update reconciliation_cursor set due_at = now() + interval '1 hour' where provider = $1 and due_at <= now() returning next_day::text as day`,
    [provider],
  );
  return due?.day ?? null;
}

async function reconcile(context: DomainContext, provider: Provider, day: string): Promise<void> {
  try {
    const differences = await reconcileDay(context, provider, day);
    await context.sql.query(
      `update reconciliation_cursor set next_day = next_day + 1, due_at = (next_day + 2 + time '04:00') at time zone 'UTC'
       where provider = $1 and next_day = $2`,
      [provider, day],
    );
    if (differences.length === 0) context.log.info({ provider, day }, 'the books agree with the provider');
    for (const { kind, what, here, there } of differences.slice(0, TOLD_EACH))
      context.log.error({ provider, day, kind, what, here, there }, 'the books and the provider differ');
    if (differences.length > TOLD_EACH)
      context.log.error({ provider, day, count: differences.length }, 'the books and the provider differ, in more than is told one by one');
  } catch (error) {
    context.log.error({ err: error, provider, day }, 'a day could not be compared with its provider; it is tried again in an hour');
  }
}

const TOLD_EACH = 20;
