import { DomainError } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';

/** Whoever has found a browser that is logged in has no password, and cannot log in once more. */
const FRESH = '15 minutes';

/** Throws unless this session began a short while ago: for what changes how an account is logged in to. */
export async function assertFresh({ sql, viewer }: Pick<Transaction, 'sql' | 'viewer'>): Promise<void> {
  const found = await sql.query('select 1 from session where id = $1 and user_id = $2 and created_at > now() - $3::interval', [
    viewer.sessionId,
    viewer.userId,
    FRESH,
  ]);
  if (found.length === 0) throw new DomainError('FRESH_LOG_IN_REQUIRED', 'Log in once more first');
}
