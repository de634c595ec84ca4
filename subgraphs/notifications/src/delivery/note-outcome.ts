import type { Sql } from '@stoa/kit/persistence';
import type { DeliveryOutcome } from '../channel/channel.ts';
import { resultOf } from './result-of.ts';

/**
 * What a provider tells of a message after it was handed over: that it has it, where our process died before it could note so, or that it
 * could not bring it after all. Told twice it is told once; of a key that is not ours nothing is known.
 */
export async function noteOutcome(sql: Sql, key: string, outcome: Exclude<DeliveryOutcome, { kind: 'retry' }>): Promise<void> {
  const { status, error, providerId } = resultOf(outcome, 1);
  await sql.query(
    `update notification_delivery set status = $2, error = $3, provider_id = coalesce($4, provider_id),
       delivered_at = case $2 when 'DELIVERED' then now() end
     where id = $1 and (status = 'QUEUED' or ($2 = 'FAILED' and status = 'DELIVERED'))`,
    [key, status, error, providerId],
  );
}
