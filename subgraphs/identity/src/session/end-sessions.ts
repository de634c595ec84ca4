import type { PayloadOf } from '@stoa/kit/contracts';
import type { Transaction } from '@stoa/kit/use-case';
import { SessionEnded } from '@stoa/schema/events/identity';

type Reason = PayloadOf<typeof SessionEnded>['reason'];

/**
 * Ends the sessions of a user that are open still, one or all, by the database's clock. Gateways are told, and let nobody in by them
 * any more.
 */
export async function endSessions({ sql, emit }: Transaction, userId: string, reason: Reason, which: { id?: string } = {}): Promise<void> {
  const ended = await sql.query<{ id: string; version: number }>(
    `update session set ended_at = now(), version = version + 1
     where user_id = $1 and ended_at is null and id = coalesce($2, id) returning id, version`,
    [userId, which.id ?? null],
  );
  // Whoever is about to complete a log-in would otherwise open one right after.
  if (!which.id) await sql.query('delete from log_in_challenge where user_id = $1', [userId]);
  for (const session of ended) emit(SessionEnded, session, { userId, sessionId: session.id, reason });
  await endActingFrom({ sql, emit }, ended, reason);
}

/**
 * Whoever of the staff acted for others by sessions that have ended does so no more. It is a statement of its own: one that was being opened held
 * the first one up, and is to be seen only now.
 */
async function endActingFrom(
  { sql, emit }: Pick<Transaction, 'sql' | 'emit'>,
  ended: readonly { readonly id: string }[],
  reason: Reason,
): Promise<void> {
  if (ended.length === 0) return;
  const acting = await sql.query<{ id: string; version: number; userId: string }>(
    `update session set ended_at = now(), version = version + 1
     where opened_from_id = any($1::uuid[]) and ended_at is null returning id, version, user_id as "userId"`,
    [ended.map(({ id }) => id)],
  );
  for (const session of acting) emit(SessionEnded, session, { userId: session.userId, sessionId: session.id, reason });
}
