import type { DomainContext } from '@stoa/kit/use-case';
import { SignJWT } from 'jose';
import type { User } from '../user/user.entity.ts';
import { currentSigningKey } from './signing-key.ts';

/** An access token is good for this long, and cannot be called back before. */
const LIFETIME_SECONDS = 15 * 60;

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

/** Signs who somebody is, for the gateway and everybody else who has the public key. */
export async function signAccessToken(context: DomainContext, user: User, sessionId: string): Promise<AccessToken> {
  const { kid, key } = await currentSigningKey(context);
  const expiresAt = new Date((Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS) * 1_000);
  const accessToken = await new SignJWT({
    accountType: user.accountType,
    sid: sessionId,
    ...(user.sellerId && { sellerId: user.sellerId }),
  })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject(user.id)
    .setIssuer('stoa')
    .setAudience('stoa')
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(key);
  return { accessToken, expiresAt };
}
