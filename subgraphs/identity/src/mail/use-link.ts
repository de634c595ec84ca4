import { DomainError } from '@stoa/kit/errors';
import type { Sql } from '@stoa/kit/persistence';
import { hashOfToken } from '../session/refresh-token.ts';
import type { LinkKind } from './mail-link.entity.ts';

/** What a link proves: that whoever has it reads this address's mail. */
export interface LinkProof {
  readonly user_id: string;
  readonly email: string;
}

/** Used, expired, of another kind and never sent are one answer. */
export const badLink = () => new DomainError('AUTH_001', 'Invalid or expired token');

const GOOD = 'token_hash = $1 and kind = $2 and used_at is null and expires_at > now()';

/** Looks without using it up, so that no heavy work is done for guesses. */
export async function assertLink(sql: Sql, kind: LinkKind, token: string): Promise<void> {
  const found = await sql.query(`select 1 from mail_link where ${GOOD}`, [hashOfToken(token), kind]);
  if (found.length === 0) throw badLink();
}

/** Uses a link up. Of two who do so at once one is refused. */
export async function useLink(sql: Sql, kind: LinkKind, token: string): Promise<LinkProof> {
  const [proof] = await sql.query<LinkProof>(`update mail_link set used_at = now() where ${GOOD} returning user_id, email`, [
    hashOfToken(token),
    kind,
  ]);
  if (!proof) throw badLink();
  return proof;
}
