import { DomainError } from '@stoa/kit/errors';
import type { Sql } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { hashOfToken, newRefreshToken } from '../session/refresh-token.ts';
import type { ChallengePurpose } from './log-in-challenge.entity.ts';

/** So many answers to one question; whoever has failed as often starts again with the first factor. */
const MAX_TRIES = 5;

export const badChallenge = () => new DomainError('AUTH_001', 'Invalid or expired challenge');

/** Puts a question, and answers the token that stands for it. */
export async function putChallenge(sql: Sql, purpose: ChallengePurpose, userId: string | null, toSign: string | null): Promise<string> {
  const token = newRefreshToken();
  await sql.query('insert into log_in_challenge (token_hash, user_id, purpose, to_sign) values ($1, $2, $3, $4)', [
    hashOfToken(token),
    userId,
    purpose,
    toSign,
  ]);
  return token;
}

/** Counts one more answer before it is looked at; answered, expired, of another kind, tried too often and never put are one refusal. */
export async function tryChallenge(context: DomainContext, token: string): Promise<{ userId: string; toSign: string | null }> {
  const [row] = await context.write<{ user_id: string; to_sign: string | null }>(
    `update log_in_challenge set tries = tries + 1
     where token_hash = $1 and purpose = 'SECOND_FACTOR' and expires_at > now() and tries < $2 returning user_id, to_sign`,
    [hashOfToken(token), MAX_TRIES],
  );
  if (!row) throw badChallenge();
  return { userId: row.user_id, toSign: row.to_sign };
}

/** Takes a question back, which is how it is answered: of two answers at once one finds it gone. */
export async function takeChallenge(
  sql: Pick<Sql, 'query'>,
  purpose: ChallengePurpose,
  token: string,
  userId: string | null,
): Promise<{ toSign: string | null }> {
  const [row] = await sql.query<{ to_sign: string | null }>(
    `delete from log_in_challenge
     where token_hash = $1 and purpose = $2 and user_id is not distinct from $3 and expires_at > now() returning to_sign`,
    [hashOfToken(token), purpose, userId],
  );
  if (!row) throw badChallenge();
  return { toSign: row.to_sign };
}
