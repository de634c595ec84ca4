import type { PayloadOf } from '@stoa/kit/contracts';
import type { Transaction } from '@stoa/kit/use-case';
import { SessionEnded } from '@stoa/schema/events/identity';
import { Session } from './session.entity.ts';

/** Ends the sessions of a user that are open still, all or some. Gateways are told, and let nobody in by them any more. */
export async function endSessions(
  { em, emit }: Transaction,
  userId: string,
  reason: PayloadOf<typeof SessionEnded>['reason'],
  which: { id?: string } = {},
): Promise<void> {
  const sessions = await em.find(Session, { ...which, userId, endedAt: null });
  for (const session of sessions) {
    session.endedAt = new Date();
    emit(SessionEnded, session, { userId, sessionId: session.id, reason });
  }
}
