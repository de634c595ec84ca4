import type { Transaction } from '@stoa/kit/use-case';
import type { PartnerEvent } from '../event/partner-events.ts';
import { webhookSettings } from '../webhook-settings.ts';

/** What partners are to be told of one event. */
export interface Noted {
  readonly eventId: string;
  readonly occurredAt: string;
  readonly events: readonly PartnerEvent[];
}

/** The clock of who tells and ours may differ so much: what happened just before an endpoint was there is told to it too. */
const GRACE = '1 minute';

/** Puts what happened on its way to each endpoint that listens for it, once, in one statement however much that is. Nothing is kept that nobody listens for. */
export async function keepWebhooks(tx: Transaction, noted: readonly Noted[]): Promise<void> {
  const rows = noted.flatMap(({ eventId, occurredAt, events }) =>
    events.map(({ sellerId, type, data }) => ({ event_id: eventId, occurred_at: occurredAt, seller_id: sellerId, type, data })),
  );
  if (rows.length === 0) return;
  const kept = await tx.sql.query(
    `insert into webhook_delivery (id, endpoint_id, event_id, event_type, data, occurred_at, status, deadline_at)
     select uuidv7(), e.id, row.event_id, row.type, row.data, row.occurred_at, 'QUEUED', now() + make_interval(hours => $2)
     from jsonb_to_recordset($1) as row (event_id uuid, occurred_at timestamptz, seller_id uuid, type text, data jsonb)
       join webhook_endpoint e on e.status = 'ENABLED' and (e.seller_id = row.seller_id or (e.seller_id is null and row.seller_id is null))
     where jsonb_exists(e.event_types, row.type) and row.occurred_at > e.listens_since - $3::interval
     order by row.occurred_at, e.id
     on conflict (event_id, event_type, endpoint_id) do nothing returning id`,
    [JSON.stringify(rows), tx.use(webhookSettings).STOA_WEBHOOK_RETRY_HOURS, GRACE],
  );
  if (kept.length > 0) tx.wakeJob('notifications.sendWebhooks');
}
