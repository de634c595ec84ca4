import type { DomainContext } from '@stoa/kit/use-case';

/** A webhook that is tried now. */
export interface DueWebhook {
  readonly id: string;
  readonly endpointId: string;
  readonly eventType: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  readonly attempts: number;
  readonly url: string;
  /** Sealed; the newest first. */
  readonly secrets: readonly string[];
  /** Whether the endpoint has lately taken nothing. */
  readonly failing: boolean;
}

/** Longer than a try takes. A process that dies in the midst of one has it tried again after this. */
const LEASE = '1 minute';

/** So many of one endpoint are on their way at a moment; of one that fails, a single one. */
const PER_ENDPOINT = 4;

/**
 * What is due, put off before it is tried: of each endpoint its eldest, as many as it may have on their way beside those that are, and endpoints that
 * fail after all others. `busy` says how many each has on their way.
 */
export const claimWebhooks = ({ sql }: DomainContext, busy: Readonly<Record<string, number>>, limit: number): Promise<DueWebhook[]> =>
  sql.query<DueWebhook>(
    `with turn as (
       select due.id, e.failing_since is not null as failing
       from webhook_endpoint e cross join lateral (
         select id, next_try_at from webhook_delivery
         where endpoint_id = e.id and status = 'QUEUED' and next_try_at <= now() and deadline_at > now()
         order by next_try_at, id
         limit greatest(0, case when e.failing_since is null then $3 else 1 end - coalesce(($1::jsonb ->> e.id::text)::int, 0))) due
       where e.status = 'ENABLED' order by failing, due.next_try_at, due.id limit $2)
     update webhook_delivery d set attempts = d.attempts + 1, next_try_at = now() + $4::interval
     from turn, webhook_endpoint e
     where d.id = turn.id and e.id = d.endpoint_id and d.status = 'QUEUED' and d.next_try_at <= now()
     returning d.id, d.endpoint_id as "endpointId", d.event_type as "eventType", d.data, d.occurred_at as "occurredAt", d.attempts, e.url, turn.failing,
       case when e.previous_secret_until > now() then array[e.secret, e.previous_secret] else array[e.secret] end as secrets`,
    [JSON.stringify(busy), limit, PER_ENDPOINT, LEASE],
  );

/** What was tried in vain until its time was over is a dead letter; its owner may have it sent again. */
export async function endOverdueWebhooks(context: DomainContext): Promise<void> {
  await context.write(
    `update webhook_delivery set status = 'FAILED', error = coalesce(error, 'OVERDUE') where status = 'QUEUED' and deadline_at <= now()`,
    [],
  );
}
