import { createHash } from 'node:crypto';
import { DomainError } from '@stoa/kit/errors';
import { countEachStrictly, countStrictly, type DomainContext, forgetCount, type StrictLimit, type Transaction } from '@stoa/kit/use-case';

/** Of one e-mail address, from one place. */
const FROM_ONE_PLACE: StrictLimit = { name: 'log-in by e-mail and place', max: 10, windowSeconds: 15 * 60 };
/** Of one e-mail address, from everywhere where its owner has not been lately. */
const FROM_STRANGE_PLACES: StrictLimit = { name: 'log-in by e-mail', max: 30, windowSeconds: 15 * 60 };

export const placeOf = ({ viewer }: Pick<DomainContext, 'viewer'>): string => viewer.address ?? 'nowhere';

/** By which a session's place is known again; nobody can read it off, and not whether two accounts share one. */
export const placeHash = (context: Pick<DomainContext, 'viewer'>, userId: string): string =>
  createHash('sha256')
    .update(`${userId} ${placeOf(context)}`)
    .digest('base64url');

/**
 * Counts one more try to log in with an e-mail address, whether it has an account or not. Guesses that come from many places at once
 * lock all of them out together, but not the places from which its owner has logged in within a month.
 */
export async function countLogIn(context: DomainContext, email: string): Promise<void> {
  await countStrictly(context, FROM_ONE_PLACE, `${email} ${placeOf(context)}`);
  const retryAfter = (await countEachStrictly(context, FROM_STRANGE_PLACES, [email])).get(email);
  if (retryAfter === undefined || (await isOwnersPlace(context, email))) return;
  throw new DomainError('RATE_LIMITED', `Too many tries; try again in ${retryAfter} seconds`, { retryAfter });
}

async function isOwnersPlace(context: DomainContext, email: string): Promise<boolean> {
  const [user] = await context.sql.query<{ id: string }>('select id from users where email = $1', [email]);
  return isPlaceOf(context, user?.id ?? null);
}

/** Whether somebody has logged in from here within a month. */
export async function isPlaceOf(context: DomainContext, userId: string | null): Promise<boolean> {
  const found = await context.sql.query(
    `select 1 from session where user_id = $1 and place_hash = $2 and created_at > now() - interval '30 days' limit 1`,
    [userId, placeHash(context, userId ?? '')],
  );
  return found.length > 0;
}

/** The tries were no attack: somebody knows the password, or reads the mail. */
export async function forgetLogIns(tx: Pick<Transaction, 'sql' | 'viewer'>, email: string): Promise<void> {
  await forgetCount(tx, FROM_ONE_PLACE, `${email} ${placeOf(tx)}`);
  await forgetCount(tx, FROM_STRANGE_PLACES, email);
}
