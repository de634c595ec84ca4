import type { DomainContext } from '@stoa/kit/use-case';
import { SignJWT } from 'jose';
import { spelledOut } from '../staff/staff-scopes.ts';
import type { AccountType } from '../user/user.entity.ts';
import { currentSigningKey } from './signing-key.ts';

/** An access token is good for this long, and cannot be called back before. */
const LIFETIME_SECONDS = 15 * 60;

/** Whom an access token is for, and what they may do by it. */
interface Bearer {
  readonly userId: string;
  readonly sellerId: string | null;
  readonly accountType: AccountType;
  /** Of an administrator; of others they are not told. */
  readonly scopes: readonly string[];
  readonly sessionId: string;
}

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

/** Signs who somebody is, for the gateway and everybody else who has the public key. */
export async function signAccessToken(context: DomainContext, bearer: Bearer): Promise<AccessToken> {
  const { kid, key } = await currentSigningKey(context);
  const expiresAt = new Date((Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS) * 1_000);
  const accessToken = await new SignJWT({
    accountType: bearer.accountType,
    sid: bearer.sessionId,
    ...(bearer.accountType === 'ADMIN' && { scope: spelledOut(bearer.scopes).join(' ') }),
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
