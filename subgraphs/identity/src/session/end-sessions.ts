import type { PayloadOf } from '@stoa/kit/contracts';
import type { Transaction } from '@stoa/kit/use-case';
import { SessionEnded } from '@stoa/schema/events/identity';

/**
 * Ends the sessions of a user that are open still, one or all, by the database's clock. Gateways are told, and let nobody in by them
 * any more.
 */
export async function endSessions(
  { sql, emit }: Transaction,
  userId: string,
  reason: PayloadOf<typeof SessionEnded>['reason'],
  which: { id?: string } = {},
): Promise<void> {
  const ended = await sql.query<{ id: string; version: number }>(
    `update session set ended_at = now(), version = version + 1
     where user_id = $1 and ended_at is null and id = coalesce($2, id) returning id, version`,
    [userId, which.id ?? null],
  );
  // Whoever is about to complete a log-in would otherwise open one right after.
  if (!which.id) await sql.query('delete from log_in_challenge where user_id = $1', [userId]);
  for (const session of ended) emit(SessionEnded, session, { userId, sessionId: session.id, reason });
}
