import type { Sql } from '../persistence/sql.ts';
import type { EventEnvelope } from './contract.ts';
import { type EnvelopeRow, envelopeColumns, envelopeOf, type StoredEvent } from './envelope-row.ts';

/**
 * Writes events into the outbox, as the last statement of the transaction that made them true: the aggregates' rows are locked by
 * then, so the order of the rows is the order of the effects. What a restored database has forgotten is recognized, or numbered on behind it.
 */
export function writeOutbox(sql: Sql, envelopes: readonly EventEnvelope[]): Promise<unknown> {
  for (const { name } of envelopes) {
    // A stream takes subjects of exactly three parts, so another name would never leave the outbox.
    if (!/^[a-z0-9-]+\.[a-zA-Z0-9-]+\.[a-zA-Z0-9-]+$/.test(name))
      throw new Error(`'${name}' is no event name: <domain>.<aggregate>.<past tense>`);
  }
  return sql.query(
    `insert into outbox (id, name, version, aggregate_type, aggregate_id, aggregate_version, occurred_at, traceparent, payload)
     select coalesce(known.id, event.id), name, version, "aggregateType", "aggregateId",
       coalesce(known.aggregate_version, "aggregateVersion" + coalesce(known.shift, 0)), "occurredAt", traceparent, payload
     from rows from (jsonb_to_recordset($1::jsonb) as (id uuid, name text, version integer, "aggregateType" text, "aggregateId" text,
       "aggregateVersion" bigint, "occurredAt" timestamptz, traceparent text, payload jsonb)) with ordinality as event
     left join lateral (
       select * from outbox_recall(name, version, "aggregateType", "aggregateId", payload) where exists (select from outbox_forgotten)
     ) known on true
     order by ordinality`,
    [JSON.stringify(envelopes)],
  );
}

/** Events by their place in the stream, from the outbox itself: for consumers to whom the stream no longer goes back far enough. */
export async function readStored(
  sql: Sql,
  { after, before, limit }: { readonly after: number; readonly before?: number; readonly limit: number },
): Promise<StoredEvent[]> {
  const rows = await sql.query<EnvelopeRow & { sequence: string }>(
    `select stream_sequence::text as sequence, ${envelopeColumns('id')} from outbox
     where stream_sequence > $1 and stream_sequence < $2 order by stream_sequence limit $3`,
    [after, before ?? Number.MAX_SAFE_INTEGER, limit],
  );
  return rows.map((row) => ({ sequence: Number(row.sequence), id: row.id, envelope: envelopeOf(row) }));
}

/** Prepares the partitions of this month and the next two. Failing is harmless: the default partition takes the rows. */
export async function preparePartitions(sql: Sql): Promise<void> {
  await sql.query(
    `select outbox_make_partition((date_trunc('month', now() at time zone 'UTC') + n * interval '1 month')::date) from generate_series(0, 2) n`,
  );
}
