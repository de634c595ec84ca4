import { type EventHandler, on } from '@stoa/kit/handlers';
import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import type { Notice } from '../kind/notice.ts';
import { type ToldEvent, toldEvents } from '../kind/told-events.ts';

/** For each event that people are told of, what notes whom. Who that is and how they are reached is asked later, by a job. */
export const noteEvents: readonly EventHandler[] = toldEvents.map(({ contract, notices }: ToldEvent) =>
  on(contract, async (tx, payload, { id: eventId, occurredAt }) => {
    await keep(tx, eventId, occurredAt, await notices(tx, payload as never));
  }),
);

/** All in one statement: a new version of a download may be told to thousands. */
async function keep(tx: Transaction, eventId: string, occurredAt: string, notices: readonly Notice[]): Promise<void> {
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
