import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { offeredProviders, type ProviderName } from '../provider/provider-of.ts';
import { sweepProvider } from './sweep-provider.ts';

/** What is listed by when it was made may have ended days later, and what was made at the last moment may not have been listed yet. */
const OVERLAP_MS = 3 * 86_400_000;

/**
 * Asks the providers at night for what no webhook told and no poll found, such as a payment that was made after its order had ended. A
 * sweep that fails is tried again in an hour, from where the last whole one ended.
 */
export const sweepProviders = job('payments.sweepProviders', seconds(60), async (context) => {
  for (const name of offeredProviders(context))
    await sweepIfDue(context, name).catch((error: unknown) =>
      context.log.error({ err: error, provider: name }, 'a provider could not be swept; it is tried again in an hour'),
    );
});

async function sweepIfDue(context: DomainContext, name: ProviderName): Promise<void> {
  const [due] = await context.sql.query<{ from: Date; to: Date }>(
    `update provider_sweep set next_sweep_at = now() + interval '1 hour' where provider = $1 and next_sweep_at <= now()
     returning swept_until as "from", now() as "to"`,
    [name],
  );
  if (!due) return;
  const to = new Date(due.to);
  const { looked, news } = await sweepProvider(context, name, new Date(new Date(due.from).getTime() - OVERLAP_MS), to);
  context.log.info({ provider: name, looked, news }, 'a provider was swept');
  await context.sql.query(
    `update provider_sweep set swept_until = $2, next_sweep_at = date_trunc('day', now(), 'UTC') + interval '1 day 3 hours' where provider = $1`,
    [name, to],
  );
}
