import { DomainError } from '@stoa/kit/errors';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { User } from '../user/user.entity.ts';
import { endSessions } from './end-sessions.ts';
import type { OpenedSession } from './open-session.ts';
import { RefreshToken } from './refresh-token.entity.ts';
import { hashOfToken, newRefreshToken } from './refresh-token.ts';
import { OPEN_SESSION } from './session.entity.ts';

const invalid = () => new DomainError('AUTH_001', 'Invalid or expired token');

/** Trades a refresh token for a new pair. A token that was traded before tells of a thief, so its whole session ends. */
export const refreshSession = workflow(
  'identity.refreshSession',
  z.object({ refreshToken: z.string().max(200) }),
  async (context, { refreshToken }): Promise<OpenedSession> => {
    const rotated = await context.transact((tx) => rotate(tx, hashOfToken(refreshToken)));
    // The refusal is thrown after the commit: ending the session must not be undone by it.
    if (!rotated) throw invalid();
    return rotated;
  },
);

async function rotate(tx: Transaction, tokenHash: string): Promise<OpenedSession | null> {
  const [token] = await tx.sql.query<{ session_id: string; used_at: string | null }>(
    'select session_id, used_at from refresh_token where token_hash = $1 for update',
    [tokenHash],
  );
  if (!token) return null;
  const [open] = await tx.sql.query<{ user_id: string; has_second_factor: boolean }>(
    `update session set last_seen_at = now(), version = version + 1 where id = $1 and ${OPEN_SESSION} returning user_id, has_second_factor`,
    [token.session_id],
  );
  if (!open) return null;
  if (token.used_at) {
    // By whomever: nobody can tell the thief from the owner.
    await endSessions(tx, open.user_id, 'TOKEN_REUSED', { id: token.session_id });
    return null;
  }
  await tx.sql.query('update refresh_token set used_at = now() where token_hash = $1', [tokenHash]);
  const refreshToken = newRefreshToken();
  tx.em.persist(RefreshToken.of(hashOfToken(refreshToken), token.session_id));
  const user = await tx.em.findOneOrFail(User, { id: open.user_id });
  return { user, sessionId: token.session_id, refreshToken, hasSecondFactor: open.has_second_factor };
}
