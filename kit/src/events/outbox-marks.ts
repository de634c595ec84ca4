import type { Sql } from '../persistence/sql.ts';
import type { EventEnvelope } from './contract.ts';
import { type EnvelopeRow, envelopeColumns, envelopeOf } from './envelope-row.ts';

/** An outbox row that no stream holds. `again` says that a stream held it before and lost it. */
export interface WaitingRow {
  readonly envelope: EventEnvelope;
  readonly again: boolean;
}

/** The rows to publish next, and the highest mark, by which a relay sees that nobody else has marked meanwhile. */
export async function nextToPublish(sql: Sql, limit: number): Promise<{ rows: WaitingRow[]; highestMark: number }> {
  const rows = await sql.query<Partial<EnvelopeRow> & { again: boolean; highest: string }>(
    `select highest.mark::text as highest, waiting.lost_sequence is not null as again, ${envelopeColumns('id')}
     from (select coalesce(max(stream_sequence), 0) as mark from outbox) highest
     left join lateral (
       select id, name, version, aggregate_type, aggregate_id, aggregate_version, occurred_at, traceparent, payload, lost_sequence, position
       from outbox where stream_sequence is null order by lost_sequence nulls last, position limit $1
     ) waiting on true
     order by waiting.lost_sequence nulls last, waiting.position`,
    [limit],
  );
  return {
    highestMark: Number(rows[0]!.highest),
    rows: rows.filter((row) => row.id).map((row) => ({ envelope: envelopeOf(row as EnvelopeRow), again: row.again })),
  };
}

/** Keeps where each event is stored: the first of them at `first`, the others behind it. Answers which ids the outbox knows. */
export async function markStored(sql: Sql, ids: readonly string[], first: number): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `update outbox set stream_sequence = $2::bigint + stored.place - 1, stored_at = now()
     from unnest($1::uuid[]) with ordinality as stored (id, place) where outbox.id = stored.id returning outbox.id::text as id`,
    [ids, first],
  );
  return new Set(rows.map((row) => row.id));
}

/** Forgets the marks beyond `tail`: the stream has lost those events. They are published again, in the order that they had. */
export async function clearMarks(sql: Sql, tail: number): Promise<number> {
  const rows = await sql.query<{ cleared: string }>(
    `with cleared as (
       update outbox set lost_sequence = stream_sequence, stream_sequence = null, stored_at = null where stream_sequence > $1 returning 1
     ) select count(*)::text as cleared from cleared`,
    [tail],
  );
  return Number(rows[0]!.cleared);
}

export async function highestMark(sql: Sql): Promise<number> {
  const rows = await sql.query<{ mark: string }>('select coalesce(max(stream_sequence), 0)::text as mark from outbox');
  return Number(rows[0]!.mark);
}

/**
 * The highest place that no stream is to hold again: the event there was dropped for its age, or has been forgotten. A place that a
 * forgotten event had is never given to another one, since consumers know it by that event.
 */
export async function agedOut(sql: Sql, maxAgeMs: number): Promise<number> {
  const rows = await sql.query<{ mark: string }>(
    `select greatest(coalesce(max(stream_sequence), 0), (select coalesce(max(sequence), 0) from outbox_forgotten))::text as mark
     from outbox where stored_at < now() - $1 * interval '1 millisecond'`,
    [maxAgeMs],
  );
  return Number(rows[0]!.mark);
}

/** The id of the event whose mark is the highest one up to `sequence`. */
export async function markedUpTo(sql: Sql, from: number, to: number): Promise<{ sequence: number; id: string } | null> {
  const rows = await sql.query<{ sequence: string; id: string }>(
    `select stream_sequence::text as sequence, id::text as id from outbox where stream_sequence between $1 and $2 order by stream_sequence desc limit 1`,
    [from, to],
  );
  return rows[0] ? { sequence: Number(rows[0].sequence), id: rows[0].id } : null;
}
