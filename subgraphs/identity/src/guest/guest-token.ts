import { DomainError } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { currentSigningKey, publicKeys } from '../session/signing-key.ts';

/** As long as a cart may live at most. */
const LIFETIME_SECONDS = 60 * 60;

/** Not that of access tokens: whoever verifies those takes no guest for an account. */
const AUDIENCE = 'stoa/guests';

export interface GuestToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

/** Signs who a guest is. Nothing is kept of them: they are their token. */
export async function signGuestToken(context: DomainContext, guestId: string): Promise<GuestToken> {
  const { kid, key } = await currentSigningKey(context);
  const expiresAt = new Date((Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS) * 1_000);
  const accessToken = await new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject(guestId)
    .setIssuer('stoa')
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(key);
  return { accessToken, expiresAt };
}

/** The guest whose token it is; AUTH_001 for any other text. */
export async function guestOf(context: DomainContext, token: string): Promise<string> {
  const keys = createLocalJWKSet({ keys: await publicKeys(context) });
  const verified = await jwtVerify(token, keys, { issuer: 'stoa', audience: AUDIENCE, algorithms: ['EdDSA'] }).catch(() => null);
  if (!verified?.payload.sub) throw new DomainError('AUTH_001', 'Invalid or expired guest token');
  return verified.payload.sub;
}
