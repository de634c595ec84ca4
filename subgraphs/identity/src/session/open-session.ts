import type { Transaction } from '@stoa/kit/use-case';
import { SessionStarted } from '@stoa/schema/events/identity';
import type { User } from '../user/user.entity.ts';
import { placeHash } from './count-log-in.ts';
import { RefreshToken } from './refresh-token.entity.ts';
import { hashOfToken, newRefreshToken } from './refresh-token.ts';
import { Session } from './session.entity.ts';

/** A session that has just begun, or gone on, with the refresh token that only its owner has. */
export interface OpenedSession {
  readonly user: User;
  readonly sessionId: string;
  readonly refreshToken: string;
  /** Whether more was shown than a password or a provider's word. */
  readonly hasSecondFactor: boolean;
}

export function openSession(
  tx: Transaction,
  user: User,
  userAgent: string | null,
  { hasSecondFactor }: { readonly hasSecondFactor: boolean } = { hasSecondFactor: false },
): OpenedSession {
  const session = Session.begin(user.id, userAgent, placeHash(tx, user.id), hasSecondFactor);
  const refreshToken = newRefreshToken();
  tx.em.persist([session, RefreshToken.of(hashOfToken(refreshToken), session.id)]);
  tx.emit(SessionStarted, session, { userId: user.id, sessionId: session.id });
  return { user, sessionId: session.id, refreshToken, hasSecondFactor };
}
