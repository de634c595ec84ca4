import type { Sql } from '../persistence/sql.ts';

/** Writes down that the stream holds what the outbox does not know. Answers whether a person has decided for the outbox. */
export async function raiseAlarm(sql: Sql, reason: string): Promise<boolean> {
  const [row] = await sql.query<{ rebuild: boolean }>(
    `insert into relay_alarm (reason) values ($1) on conflict (one) do update set reason = excluded.reason
     returning rebuild_requested_at is not null as rebuild`,
    [reason],
  );
  return row!.rebuild;
}

/** Outbox and stream agree, so there is nothing to decide, and an earlier decision holds for no later alarm. */
export async function clearAlarm(sql: Sql): Promise<void> {
  await sql.query('delete from relay_alarm');
}

/**
 * Decides for the outbox, in the database of the domain whose relay is alarmed: its stream is made anew from it, without the events that
 * it does not know. Answers the alarm's reason, or null where there is none. The relay does it within some seconds.
 */
export async function requestRebuild(sql: Sql): Promise<string | null> {
  const [row] = await sql.query<{ reason: string }>('update relay_alarm set rebuild_requested_at = now() returning reason');
  return row?.reason ?? null;
}
