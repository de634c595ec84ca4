import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import type { Notice } from '../kind/notice.ts';

/** Keeps what people are to be told of something that happened, all in one statement: a new version of a download may be told to thousands. */
export async function keepNotices(tx: Transaction, eventId: string, occurredAt: string, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ audience, audienceId, kind, data }) => ({ id: newId(), audience, audience_id: audienceId, kind, data }));
  await tx.sql.query(
    `insert into notification (id, event_id, kind, audience, audience_id, data, created_at)
     select id, $1, kind, audience, audience_id, data, $2::timestamptz
     from jsonb_to_recordset($3) as row (id uuid, kind text, audience text, audience_id uuid, data jsonb) order by audience_id, kind
     on conflict (event_id, kind, audience_id) do nothing`,
    [eventId, occurredAt, JSON.stringify(rows)],
  );
  tx.wakeJob('notifications.address');
}
