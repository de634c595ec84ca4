import type { Sql } from '../persistence/sql.ts';
import type { EventEnvelope } from './contract.ts';
import { agedOut } from './outbox-marks.ts';
import type { ReconcileContext } from './reconcile.ts';

const ASK_AT_ONCE = 64;
/** More than that in one line of a log is cut off somewhere. */
const MOST_NAMED = 500;

interface Forgotten {
  readonly sequence: number;
  readonly envelope: EventEnvelope;
}

/**
 * Makes a stream anew that holds events which its outbox does not know. It begins behind all of them: what came before is read from the
 * outbox, and no place is given to another event. Whoever has handled a forgotten event keeps its effect, so they are written down
 * before they are gone, and the log names them.
 */
export async function rebuildStream(context: ReconcileContext, firstUnknown: number): Promise<void> {
  const { domain, database, writer, logger, once = new Set() } = context;
  const forgotten = await unknownEvents(context, firstUnknown);
  logger.warn(
    { stream: domain, count: forgotten.length, events: forgotten.slice(0, MOST_NAMED).map(({ envelope }) => envelope.id) },
    'The stream begins anew behind these events, which were in it alone; who has handled them keeps their effects.',
  );
  await database.transaction(async (sql) => {
    // Nobody writes while what waits is gone through; what is written later is recognized as it is written.
    await sql.query('lock table outbox in share row exclusive mode');
    await writeForgotten(sql, forgotten, once);
    await recallWaiting(sql);
  });
  await writer.create(await agedOut(database, writer.maxAgeMs));
}

async function unknownEvents({ database, writer }: ReconcileContext, first: number): Promise<Forgotten[]> {
  const last = (await writer.bounds())?.last ?? 0;
  const unknown: Forgotten[] = [];
  for (let from = first; from <= last; from += ASK_AT_ONCE) {
    const places = Array.from({ length: Math.min(ASK_AT_ONCE, last - from + 1) }, (_, index) => from + index);
    const held = await Promise.all(places.map(async (sequence) => ({ sequence, envelope: await writer.eventAt(sequence) })));
    const found = held.filter((each): each is Forgotten => each.envelope !== null);
    const ids = found.map(({ envelope }) => envelope.id);
    const rows = await database.query<{ id: string }>('select id::text as id from outbox where id = any($1::uuid[])', [ids]);
    const known = new Set(rows.map(({ id }) => id));
    unknown.push(...found.filter(({ envelope }) => !known.has(envelope.id)));
  }
  return unknown;
}

function writeForgotten(sql: Sql, forgotten: readonly Forgotten[], once: ReadonlySet<string>): Promise<unknown> {
  const rows = forgotten.map(({ sequence, envelope }) => {
    const { name, payload } = envelope;
    return { ...envelope, sequence, payload: once.has(name) ? payload : null };
  });
  return sql.query(
    `insert into outbox_forgotten (id, sequence, name, version, aggregate_type, aggregate_id, aggregate_version, payload)
     select id, sequence, name, version, "aggregateType", "aggregateId", "aggregateVersion", payload
     from jsonb_to_recordset($1::jsonb) as (id uuid, sequence bigint, name text, version integer, "aggregateType" text, "aggregateId" text,
       "aggregateVersion" bigint, payload jsonb)
     on conflict (id) do nothing`,
    [JSON.stringify(rows)],
  );
}

/** What was written since the restore waits in the outbox, and was numbered without knowing of what was forgotten. */
async function recallWaiting(sql: Sql): Promise<void> {
  const waiting = await sql.query<{ id: string }>(
    `select id::text as id from outbox where stream_sequence is null and lost_sequence is null order by position`,
  );
  for (const { id } of waiting)
    await sql.query(
      `update outbox set id = coalesce(known.id, outbox.id),
         aggregate_version = coalesce(known.aggregate_version, outbox.aggregate_version + known.shift)
       from (
         select recalled.* from outbox told, lateral outbox_recall(told.name, told.version, told.aggregate_type, told.aggregate_id, told.payload) recalled
         where told.id = $1
       ) known
       where outbox.id = $1`,
      [id],
    );
}
