import type { DomainContext } from '@stoa/kit/use-case';
import { identitySettings } from '../settings.ts';
import type { AccountType } from '../user/user.entity.ts';
import { signAccessToken } from './access-token.ts';
import type { OpenedSession } from './open-session.ts';
import type { SessionPayload } from './session.payload.ts';

/** Signs the access token of a session that was just opened or refreshed. */
export async function toPayload(context: DomainContext, opened: OpenedSession): Promise<SessionPayload> {
  const { user, sessionId, refreshToken } = opened;
  const { id: userId, sellerId, scopes } = user;
  const accountType = rightsOf(context, opened);
  context.become({ kind: 'user', userId, sellerId, accountType, sessionId, ...(accountType === 'ADMIN' && { scopes }) });
  return { ...(await signAccessToken(context, { userId, sellerId, accountType, scopes, sessionId })), refreshToken, user };
}

/** Where administrators need a second factor, one who has shown none may do no more than anybody: enough to add one. */
function rightsOf(context: DomainContext, { user, hasSecondFactor }: OpenedSession): AccountType {
  const isHeldBack = user.accountType === 'ADMIN' && !hasSecondFactor && context.use(identitySettings).STOA_SECOND_FACTOR_FOR === 'admins';
  return isHeldBack ? 'BUYER' : user.accountType;
}
