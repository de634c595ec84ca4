import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import type { Persistence } from '../../delivery/backoff.ts';
import { resultOf } from '../../delivery/result-of.ts';
import { toUser } from '../../kind/notice.ts';
import { keepNotices } from '../../notification/keep-notices.ts';
import type { DisabledReason } from '../endpoint/webhook-endpoint.entity.ts';
import { webhookSettings } from '../webhook-settings.ts';
import type { DueWebhook } from './claim-webhooks.ts';
import type { Posted } from './post-webhook.ts';

/** Soon, then ever more seldom; the deadline ends it, after a day unless set otherwise. */
export const WEBHOOKS: Persistence = { maxTries: Number.POSITIVE_INFINITY, firstSeconds: 15, factor: 4, longestSeconds: 14_400 };

/** Writes down what became of a try, and what it says of the endpoint: whoever locks both locks the endpoint first. */
export async function settleWebhook(context: DomainContext, due: DueWebhook, posted: Posted): Promise<void> {
  await context.transact(async (tx) => {
    if (posted.outcome.kind !== 'delivered') await noteFailure(tx, due, posted.outcome.kind === 'permanent');
    else if (due.failing) await tx.sql.query('update webhook_endpoint set failing_since = null where id = $1', [due.endpointId]);
    const { status, error, againAfter } = resultOf(posted.outcome, due.attempts, WEBHOOKS);
    // What would be tried after its time is over is over now.
    await tx.sql.query(
      `update webhook_delivery set error = $3, response_status = $4, delivered_at = case $2 when 'DELIVERED' then now() end,
         next_try_at = now() + make_interval(secs => $5),
         status = case when $2 = 'QUEUED' and now() + make_interval(secs => $5) >= deadline_at then 'FAILED' else $2 end
       where id = $1 and status = 'QUEUED'`,
      [due.id, status, error, posted.responseStatus, againAfter ?? 0],
    );
  });
}

/** An endpoint that is gone, or has taken nothing for days, is disabled, and whoever made it is told. */
async function noteFailure(tx: Transaction, { id, endpointId }: DueWebhook, isGone: boolean): Promise<void> {
  const [endpoint] = await tx.sql.query<{ user_id: string | null; is_over: boolean }>(
    `update webhook_endpoint set failing_since = coalesce(failing_since, now()) where id = $1 and status = 'ENABLED'
     returning user_id, failing_since < now() - make_interval(days => $2) as is_over`,
    [endpointId, tx.use(webhookSettings).STOA_WEBHOOK_FAILING_DAYS],
  );
  if (!endpoint || !(isGone || endpoint.is_over)) return;
  const reason = isGone ? 'GONE' : 'FAILING';
  await disable(tx, endpointId, reason, id);
  if (endpoint.user_id)
    await keepNotices(tx, id, new Date().toISOString(), [toUser(endpoint.user_id, 'WEBHOOK_DISABLED', { endpointId, reason })]);
}

/** Nothing more goes there; what still waited is given up, but for the one that is just being settled. */
export async function disable(
  { sql }: Transaction,
  endpointId: string,
  reason: DisabledReason,
  settling: string | null = null,
): Promise<void> {
  await sql.query(`update webhook_endpoint set status = 'DISABLED', disabled_reason = $2 where id = $1`, [endpointId, reason]);
  await sql.query(
    `update webhook_delivery set status = 'FAILED', error = 'ENDPOINT_DISABLED'
     where endpoint_id = $1 and status = 'QUEUED' and id is distinct from $2::uuid`,
    [endpointId, settling],
  );
}
