import type { DomainContext } from '@stoa/kit/use-case';
import { signAccessToken } from './access-token.ts';
import type { OpenedSession } from './open-session.ts';
import type { SessionPayload } from './session.payload.ts';

/** Signs the access token of a session that was just opened or refreshed. */
export async function toPayload(context: DomainContext, { user, sessionId, refreshToken }: OpenedSession): Promise<SessionPayload> {
  const { id: userId, sellerId, accountType } = user;
  context.become({ kind: 'user', userId, sellerId, accountType, sessionId });
  return { ...(await signAccessToken(context, user, sessionId)), refreshToken, user };
}
