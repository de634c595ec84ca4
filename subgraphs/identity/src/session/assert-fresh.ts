import { DomainError } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';

/** Whoever has found a browser that is logged in has no password, and cannot log in once more. */
const FRESH = '15 minutes';

/**
 * Throws unless this session began a short while ago, and with a second factor where the account has one: for what changes how an account is
 * logged in to. A thief who logged in by the password just before the owner added a factor could otherwise take it away again.
 */
export async function assertFresh({ sql, viewer }: Pick<Transaction, 'sql' | 'viewer'>): Promise<void> {
  const found = await sql.query(
    `select 1 from session where id = $1 and user_id = $2 and actor_id is null and created_at > now() - $3::interval
       and (has_second_factor or not (exists (select 1 from totp_factor where user_id = $2 and confirmed_at is not null)
                                      or exists (select 1 from passkey where user_id = $2)))`,
    [viewer.sessionId, viewer.userId, FRESH],
  );
  if (found.length === 0) throw new DomainError('FRESH_LOG_IN_REQUIRED', 'Log in once more first');
}
