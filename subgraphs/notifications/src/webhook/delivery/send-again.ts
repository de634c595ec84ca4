import { DomainError, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { permitted } from '@stoa/kit/policy';
import { countStrictly, type DomainContext, type StrictLimit, type Transaction, useCase, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { WebhookEndpoint } from '../endpoint/webhook-endpoint.entity.ts';
import { TEST_TYPE } from '../event/event-types.ts';
import { webhookPolicy } from '../webhook.policy.ts';
import { webhookSettings } from '../webhook-settings.ts';
import { WebhookDelivery } from './webhook-delivery.entity.ts';

const hoursOf = (tx: Transaction): number => tx.use(webhookSettings).STOA_WEBHOOK_RETRY_HOURS;

async function lockEnabled(tx: Transaction, id: string, rule: typeof webhookPolicy.keeper, what: string): Promise<void> {
  const endpoint = permitted(tx.viewer, await tx.lockRow(WebhookEndpoint, { id }), rule, what);
  if (endpoint.status !== 'ENABLED') throw new DomainError('INVALID_TRANSITION', 'The endpoint is disabled; enable it first');
}

/** Has a webhook sent again under the same id, whether it was taken or not. One that still waits goes when its time comes. */
export const replayWebhookDelivery = useCase(
  'notifications.replayWebhookDelivery',
  z.object({ id: entityId }),
  async (tx, { id }): Promise<WebhookDelivery> => {
    const [found] = await tx.sql.query<{ endpoint_id: string }>('select endpoint_id from webhook_delivery where id = $1', [id]);
    if (!found) throw notFound('webhook delivery');
    await lockEnabled(tx, found.endpoint_id, webhookPolicy.keeper, 'webhook delivery');
    await tx.sql.query(
      `update webhook_delivery set status = 'QUEUED', attempts = 0, delivered_at = null, next_try_at = now(), deadline_at = now() + make_interval(hours => $2)
       where id = $1 and status <> 'QUEUED'`,
      [id, hoursOf(tx)],
    );
    tx.wakeJob('notifications.sendWebhooks');
    return (await tx.lockRow(WebhookDelivery, { id }))!;
  },
);

/** Whoever it is sent to need not be whoever asks for it. */
const TESTS: StrictLimit = { name: 'webhooks to try an endpoint', max: 30, windowSeconds: 60 * 60 };

/** Sends an endpoint something that has not happened, as everything else is sent. */
export const sendTestWebhook = workflow(
  'notifications.sendTestWebhook',
  z.object({ endpointId: entityId }),
  async (context: DomainContext, { endpointId }): Promise<WebhookDelivery> => {
    const id = await context.transact(async (tx) => {
      await lockEnabled(tx, endpointId, webhookPolicy.owner, 'webhook endpoint');
      return newId();
    });
    await countStrictly(context, TESTS, endpointId);
    return context.transact(async (tx) => {
      await tx.sql.query(
        `insert into webhook_delivery (id, endpoint_id, event_id, event_type, data, occurred_at, status, deadline_at)
         values ($1, $2, $1, $3, '{}', now(), 'QUEUED', now() + make_interval(hours => $4))`,
        [id, endpointId, TEST_TYPE, hoursOf(tx)],
      );
      tx.wakeJob('notifications.sendWebhooks');
      return (await tx.lockRow(WebhookDelivery, { id }))!;
    });
  },
);
