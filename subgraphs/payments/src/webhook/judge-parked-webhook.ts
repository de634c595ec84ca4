import { DomainError, notFound } from '@stoa/kit/errors';
import type { Sql } from '@stoa/kit/persistence';
import { type DomainContext, useCase, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { examine } from './examine.ts';
import { ProviderEvent, type ProviderEventState } from './provider-event.entity.ts';

const input = z.object({ id: z.string() });

const readEvent = (context: DomainContext, id: string): Promise<ProviderEvent> => context.read.findOneOrFail(ProviderEvent, { id });

/**
 * Has a parked webhook looked at now, once its cause is mended; what fits already stays as it is. That it is to be looked at is committed first:
 * where the provider does not answer, the job goes on asking for a minute.
 */
export const retryParkedWebhook = workflow('payments.retryParkedWebhook', input, async (context, { id }): Promise<ProviderEvent> => {
  const status = await context.transact(async ({ sql }) => {
    const found = await statusOf(sql, id, 'HANDLED');
    await sql.query(`update provider_event set examine_until = greatest(examine_until, now() + interval '1 minute') where id = $1`, [id]);
    return found;
  });
  if (status === 'PARKED') await examineNow(context, await readEvent(context, id));
  return readEvent(context, id);
});

/** Gives a parked webhook up for good: somebody has looked, and nothing will come of it. */
export const discardParkedWebhook = workflow('payments.discardParkedWebhook', input, async (context, { id }): Promise<ProviderEvent> => {
  await context.run(discard, { id });
  return readEvent(context, id);
});

const discard = useCase('payments.discardParkedWebhook', input, async ({ sql }, { id }) => {
  await statusOf(sql, id, 'DISCARDED');
  await sql.query(`update provider_event set status = 'DISCARDED' where id = $1`, [id]);
});

/** Locks it where it is parked, or where what is asked for is done already. */
async function statusOf(sql: Sql, id: string, done: ProviderEventState): Promise<ProviderEventState> {
  const [found] = await sql.query<{ status: ProviderEventState }>('select status from provider_event where id = $1 for update', [id]);
  if (!found) throw notFound('webhook');
  if (found.status !== 'PARKED' && found.status !== done)
    throw new DomainError('INVALID_TRANSITION', `The webhook is not parked: ${found.status}`);
  return found.status;
}

async function examineNow(context: DomainContext, event: ProviderEvent): Promise<void> {
  try {
    await examine(context, event);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    context.log.warn({ err: error, eventId: event.id }, 'a parked webhook could not be looked at');
    throw new DomainError('SERVICE_UNAVAILABLE', 'The payment provider does not answer', { service: 'payments', retryAfter: 15 });
  }
}
