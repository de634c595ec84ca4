import { useCase } from '@stoa/kit/use-case';
import { SessionEnded } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { Session } from './session.entity.ts';

/** Ends this session, or all of one's sessions. Access tokens that are out already run to their end, a quarter of an hour at most. */
export const logOut = useCase('identity.logOut', z.object({ everywhere: z.boolean() }), async ({ em, emit, viewer }, { everywhere }) => {
  const which = everywhere ? {} : { id: viewer.sessionId ?? '' };
  const sessions = await em.find(Session, { userId: viewer.userId!, endedAt: null, ...which });
  for (const session of sessions) {
    session.endedAt = new Date();
    emit(SessionEnded, session, { userId: session.userId, sessionId: session.id, reason: 'LOGGED_OUT' });
  }
  return true;
});
