import type { Sql, SqlDatabase } from '../persistence/sql.ts';
import type { EventEnvelope } from './contract.ts';

/**
 * What the inbox says of a delivery: handle it now; it was handled before; or an earlier event of its aggregate could not be
 * handled, and it is stored to wait behind that one. In the last two cases there is nothing to do but commit.
 */
export type InboxAnswer = 'fresh' | 'duplicate' | 'blocked';

/** An event as one consumer receives it. */
export interface Delivery {
  readonly consumer: string;
  readonly stream: string;
  readonly sequence: number;
  readonly envelope: EventEnvelope;
}

/**
 * Takes an event into the inbox, first thing in the handler's transaction. Where another replica is handling the same event just
 * now, this waits for its commit, so that 'duplicate' always means committed.
 */
export async function takeIntoInbox(sql: Sql, delivery: Delivery): Promise<InboxAnswer> {
  const { stream, sequence, envelope } = delivery;
  const [answer] = await sql.query<{ fresh: boolean; blocked: boolean }>(
    `with taken as (
       insert into inbox (event_id, stream, sequence) values ($1, $2, $3)
       on conflict (event_id) do update set sequence = excluded.sequence where inbox.sequence is null
       returning xmax = 0 as inserted
     ), settled as (
       delete from dead_letter where event_id = $1 and state = 'retrying'
     )
     select exists (select 1 from taken where inserted) as fresh,
       exists (select 1 from dead_letter where stream = $2 and aggregate_type = $4 and aggregate_id = $5 and state in ('dead', 'waiting')) as blocked`,
    [envelope.id, stream, sequence, envelope.aggregateType, envelope.aggregateId],
  );
  if (!answer!.fresh) return 'duplicate';
  if (!answer!.blocked || !(await stillBlocked(sql, delivery))) return 'fresh';
  await storeLetter(sql, delivery, { state: 'waiting', attempts: 0, error: null });
  return 'blocked';
}

/** Several at once are taken only where no earlier event keeps one of them waiting; otherwise each has to be taken by itself. */
export class OneByOne extends Error {
  override readonly name = 'OneByOne';
}

/** The same for events of several aggregates of one stream, in one statement. Answers for each, in their order. */
export async function takeManyIntoInbox(sql: Sql, deliveries: readonly Delivery[]): Promise<InboxAnswer[]> {
  const envelopes = deliveries.map(({ envelope }) => envelope);
  const rows = await sql.query<{ fresh: boolean; blocked: boolean }>(
    // In the order of their ids, so that two replicas which have the same ones wait for each other instead of for ever.
    `with arriving as (
       select * from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[]) with ordinality as event (id, sequence, aggregate_type, aggregate_id, place)
     ), taken as (
       insert into inbox (event_id, stream, sequence) select id, $1, sequence from arriving order by id
       on conflict (event_id) do update set sequence = excluded.sequence where inbox.sequence is null
       returning event_id, xmax = 0 as inserted
     ), settled as (
       delete from dead_letter where event_id = any($2::uuid[]) and state = 'retrying'
     )
     select coalesce(inserted, false) as fresh,
       exists (select 1 from dead_letter letter where letter.stream = $1 and letter.aggregate_type = arriving.aggregate_type
         and letter.aggregate_id = arriving.aggregate_id and letter.state in ('dead', 'waiting')) as blocked
     from arriving left join taken on taken.event_id = arriving.id order by place`,
    [
      deliveries[0]!.stream,
      envelopes.map(({ id }) => id),
      deliveries.map(({ sequence }) => sequence),
      envelopes.map(({ aggregateType }) => aggregateType),
      envelopes.map(({ aggregateId }) => aggregateId),
    ],
  );
  if (rows.some(({ fresh, blocked }) => fresh && blocked)) throw new OneByOne('An earlier event of an aggregate has not been handled.');
  return rows.map(({ fresh }) => (fresh ? 'fresh' : 'duplicate'));
}

/**
 * A replay may be about to finish with this aggregate. Locking one of its letters waits for that, so that no event is left waiting
 * behind nothing.
 */
async function stillBlocked(sql: Sql, { stream, envelope }: Delivery): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from dead_letter where stream = $1 and aggregate_type = $2 and aggregate_id = $3 and state in ('dead', 'waiting')
     order by arrival desc limit 1 for share`,
    [stream, envelope.aggregateType, envelope.aggregateId],
  );
  return rows.length > 0;
}

/** Writes or rewrites the letter of an event. */
export async function storeLetter(
  sql: Sql,
  { consumer, stream, sequence, envelope }: Delivery,
  letter: { readonly state: 'retrying' | 'dead' | 'waiting'; readonly attempts: number; readonly error: string | null },
): Promise<{ attempts: number; failingForMs: number }> {
  const [row] = await sql.query<{ attempts: number; failing_for_ms: string }>(
    `insert into dead_letter (event_id, stream, sequence, consumer, name, version, aggregate_type, aggregate_id, aggregate_version,
       occurred_at, traceparent, payload, state, attempts, last_error)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, $14, $15)
     on conflict (event_id) do update set state = excluded.state, attempts = dead_letter.attempts + excluded.attempts,
       last_error = coalesce(excluded.last_error, dead_letter.last_error), updated_at = now()
     returning attempts, (extract(epoch from clock_timestamp() - first_failed_at) * 1000)::bigint::text as failing_for_ms`,
    [
      envelope.id,
      stream,
      sequence,
      consumer,
      envelope.name,
      envelope.version,
      envelope.aggregateType,
      envelope.aggregateId,
      envelope.aggregateVersion,
      envelope.occurredAt,
      envelope.traceparent,
      JSON.stringify(envelope.payload),
      letter.state,
      letter.attempts,
      letter.error,
    ],
  );
  return { attempts: Number(row!.attempts), failingForMs: Number(row!.failing_for_ms) };
}

/** Which of these events the inbox knows. */
export async function knownToInbox(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>('select event_id::text as id from inbox where event_id = any($1::uuid[])', [ids]);
  return new Set(rows.map((row) => row.id));
}

/** The highest event of the inbox between two places of a stream. */
export async function inboxUpTo(sql: Sql, stream: string, from: number, to: number): Promise<{ sequence: number; id: string } | null> {
  const rows = await sql.query<{ sequence: string; id: string }>(
    `select sequence::text as sequence, event_id::text as id from inbox where stream = $1 and sequence between $2 and $3
     order by inbox.sequence desc limit 1`,
    [stream, from, to],
  );
  return rows[0] ? { sequence: Number(rows[0].sequence), id: rows[0].id } : null;
}

/**
 * Forgets what was handled long ago, and settled letters with it. It must be kept for longer than streams keep their messages; a
 * replay never goes back beyond what was forgotten.
 */
export async function pruneInbox(database: SqlDatabase, { olderThanMs }: { readonly olderThanMs: number }): Promise<number> {
  return database.transaction(async (sql) => {
    const rows = await sql.query<{ stream: string; highest: string | null; count: string }>(
      `with gone as (delete from inbox where handled_at < now() - $1 * interval '1 millisecond' returning stream, sequence)
       select stream, max(sequence)::text as highest, count(*)::text as count from gone group by stream order by stream`,
      [olderThanMs],
    );
    for (const { stream, highest } of rows) {
      await sql.query('update consumer_position set pruned_through = greatest(pruned_through, $2::bigint) where stream = $1', [
        stream,
        highest,
      ]);
    }
    await sql.query(
      `delete from dead_letter where state in ('replayed', 'discarded', 'retrying') and updated_at < now() - $1 * interval '1 millisecond'`,
      [olderThanMs],
    );
    return rows.reduce((sum, row) => sum + Number(row.count), 0);
  });
}
