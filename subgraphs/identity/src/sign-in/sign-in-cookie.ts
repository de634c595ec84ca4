import type { DomainContext } from '@stoa/kit/use-case';
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { currentSigningKey, publicKeys } from '../session/signing-key.ts';

/** How long somebody may take at the provider. */
const LIFETIME_SECONDS = 10 * 60;

/** Not that of access tokens, so that neither passes for the other. */
const AUDIENCE = 'stoa/sign-in';

const attempt = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** Of our own proof key towards the provider. */
  verifier: z.string(),
  /** Of the page's proof key towards us. */
  challenge: z.string(),
  returnTo: z.string(),
});

/** What a browser keeps while its person is at the provider. */
export type SignInAttempt = z.output<typeof attempt>;

/**
 * Each attempt has a cookie of its own, so that two tabs do not put each other out. Behind TLS its name says that it comes from this
 * very host: a neighbour below the same domain cannot lay one down.
 */
const nameOf = (state: string, isSecure: boolean): string => `${isSecure ? '__Host-' : ''}stoa-sign-in-${state.slice(0, 12)}`;

const flags = (isSecure: boolean): string => `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

const isSecureAt = (origin: string): boolean => origin.startsWith('https:');

/** The `set-cookie` of an attempt that begins. */
export async function layCookie(context: DomainContext, origin: string, begun: SignInAttempt): Promise<string> {
  const { kid, key } = await currentSigningKey(context);
  const value = await new SignJWT({ ...begun })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer('stoa')
    .setAudience(AUDIENCE)
    .setExpirationTime(`${LIFETIME_SECONDS} s`)
    .sign(key);
  return `${nameOf(begun.state, isSecureAt(origin))}=${value}; ${flags(isSecureAt(origin))}; Max-Age=${LIFETIME_SECONDS}`;
}

/** The `set-cookie` that takes it away. */
export const takeCookie = (origin: string, state: string): string =>
  `${nameOf(state, isSecureAt(origin))}=; ${flags(isSecureAt(origin))}; Max-Age=0`;

/** The attempt that this browser began with this state; null where it began none, or too long ago. */
export async function readCookie(context: DomainContext, origin: string, cookies: string, state: string): Promise<SignInAttempt | null> {
  const prefix = `${nameOf(state, isSecureAt(origin))}=`;
  const value = cookies
    .split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(prefix))
    ?.slice(prefix.length);
  if (!value) return null;
  const keys = createLocalJWKSet({ keys: await publicKeys(context) });
  const verified = await jwtVerify(value, keys, { issuer: 'stoa', audience: AUDIENCE, algorithms: ['EdDSA'] }).catch(() => null);
  const begun = attempt.safeParse(verified?.payload);
  return begun.success && begun.data.state === state ? begun.data : null;
}
