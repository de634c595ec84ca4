import type { DomainContext } from '@stoa/kit/use-case';
import { SignJWT } from 'jose';
import { ACTING_MINUTES } from '../acting/acting-minutes.ts';
import { spelledOut } from '../staff/staff-scopes.ts';
import type { AccountType } from '../user/user.entity.ts';
import { currentSigningKey } from './signing-key.ts';

/** An access token is good for this long; gateways are told of sessions that end before. */
const LIFETIME_SECONDS = 15 * 60;

/** Whom an access token is for, and what they may do by it. */
interface Bearer {
  readonly userId: string;
  readonly sellerId: string | null;
  readonly accountType: AccountType;
  /** Of an administrator; of others they are not told. */
  readonly scopes: readonly string[];
  readonly sessionId: string;
  /** Who of the staff acts for them. */
  readonly actorId?: string;
}

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

/** Signs who somebody is, for the gateway and everybody else who has the public key. */
export async function signAccessToken(context: DomainContext, bearer: Bearer): Promise<AccessToken> {
  const lifetimeSeconds = bearer.actorId === undefined ? LIFETIME_SECONDS : ACTING_MINUTES * 60;
  const { kid, key } = await currentSigningKey(context);
  const expiresAt = new Date((Math.floor(Date.now() / 1_000) + lifetimeSeconds) * 1_000);
  const accessToken = await new SignJWT({
    accountType: bearer.accountType,
    sid: bearer.sessionId,
    ...(bearer.accountType === 'ADMIN' && { scope: spelledOut(bearer.scopes).join(' ') }),
    // As RFC 8693 has it: who the token's subject is, and who acts for them.
    ...(bearer.actorId && { act: { sub: bearer.actorId } }),
    ...(bearer.sellerId && { sellerId: bearer.sellerId }),
  })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject(bearer.userId)
    .setIssuer('stoa')
    .setAudience('stoa')
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(key);
  return { accessToken, expiresAt };
}
