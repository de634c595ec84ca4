import type { Sql, SqlDatabase } from '../persistence/sql.ts';

/** Up to where a consumer has handled a stream: the last place, and the event that stood there. */
export interface Position {
  readonly floor: number;
  /** Null where nothing was handled yet, or where someone asked for a replay. */
  readonly eventId: string | null;
}

/**
 * The consumer's position, kept in the same database as its inbox and its effects, so that a backup of the one is a backup of the
 * other. A new consumer begins at zero, which is the whole history. A replay that was asked for is applied here.
 */
export async function loadPosition(database: SqlDatabase, stream: string): Promise<Position> {
  const rows = await database.query<{ floor: string; id: string | null }>(
    `insert into consumer_position (stream, floor) values ($1, 0)
     on conflict (stream) do update set
       floor = case when consumer_position.rewind_to is null then consumer_position.floor
         else greatest(consumer_position.rewind_to, least(consumer_position.pruned_through, consumer_position.floor)) end,
       floor_event_id = case when consumer_position.rewind_to is null then consumer_position.floor_event_id end,
       rewind_to = null
     returning floor::text as floor, floor_event_id::text as id`,
    [stream],
  );
  return { floor: Number(rows[0]!.floor), eventId: rows[0]!.id };
}

/** Moves the position forward. A replay that was asked for meanwhile is not overwritten. */
export async function advancePosition(sql: Sql, stream: string, { floor, eventId }: Position): Promise<void> {
  await sql.query(
    `update consumer_position set floor = $2, floor_event_id = $3, updated_at = now() where stream = $1 and floor < $2 and rewind_to is null`,
    [stream, floor, eventId],
  );
}

/** Moves the position back after the stream has lost events. What the inbox says of later places is no longer true. */
export async function rewindPosition(database: SqlDatabase, stream: string, { floor, eventId }: Position): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query('update inbox set sequence = null where stream = $1 and sequence > $2', [stream, floor]);
    await sql.query('update consumer_position set floor = $2, floor_event_id = $3, updated_at = now() where stream = $1', [
      stream,
      floor,
      eventId,
    ]);
  });
}

/**
 * Asks for the history of a stream again, from after the given place: in the consumer's own database. The inbox drops what was
 * handled before, so only what was passed over has an effect, such as events that a new handler is for. The running consumer
 * notices within some seconds.
 */
export async function requestReplay(sql: Sql, stream: string, { after = 0 }: { readonly after?: number } = {}): Promise<void> {
  await sql.query(
    `insert into consumer_position (stream, floor, rewind_to) values ($1, 0, $2) on conflict (stream) do update set rewind_to = excluded.rewind_to`,
    [stream, after],
  );
}

/** The streams whose history someone has asked for. */
export async function requestedReplays(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ stream: string }>('select stream from consumer_position where rewind_to is not null');
  return rows.map((row) => row.stream);
}
