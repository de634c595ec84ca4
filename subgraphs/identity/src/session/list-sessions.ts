import { raw } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { OPEN_SESSION, Session } from './session.entity.ts';
import type { SessionInfo } from './session.payload.ts';

export async function sessionsOfUser(context: DomainContext, userId: string): Promise<SessionInfo[]> {
  const sessions = await context.read.find(Session, { userId, [raw(OPEN_SESSION)]: [] }, { orderBy: { createdAt: 'desc' }, limit: 100 });
  return sessions.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent, actorId }) => {
    return { id, createdAt, lastSeenAt, expiresAt, userAgent, actorId, current: id === context.viewer.sessionId };
  });
}
