import { anonymous, EVERY_SCOPE, guest, type Viewer } from '@stoa/kit/auth';
import type { JWTPayload } from 'jose';
import type { Caller } from './authorize/requirement.ts';
import { invalidToken } from './gateway-error.ts';
import { KeySet, type KeySetOptions } from './key-set.ts';
import { LruMap } from './lru-map.ts';

export interface Authenticated extends Caller {
  /** Unix milliseconds; undefined for a viewer that needs no token. */
  readonly expiresAtMs: number | undefined;
  /** Set where a token may be over before it expires. */
  readonly session?: { stillHolds(): Promise<boolean> };
}

/** Tells who asks, from the `authorization` header or its like. Rejects with AUTH_001 for a token that is not good. */
export type Authenticate = (authorization: string | undefined) => Promise<Authenticated>;

export interface AuthenticateOptions extends KeySetOptions {
  readonly issuer?: string;
  readonly audience?: string;
}

/**
 * The audience of tokens that tell somebody without an account from others. It is another one, so that whoever takes no guests takes no
 * such token for an account's.
 */
const guestsOf = (audience: string): string => `${audience}/guests`;

const nobody: Authenticated = { viewer: anonymous, scopes: [], expiresAtMs: undefined };

/** The token of a header, as far as it looks like one. */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];

/** For a graph without accounts: everybody is anonymous, and a token is an error. */
export const authenticateNobody: Authenticate = async (authorization) => {
  if (authorization) throw invalidToken();
  return nobody;
};

/** Verifies bearer tokens signed with EdDSA against a set of public keys. A token that was good is remembered until it expires. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const nowMs = options.nowMs ?? Date.now;
  const keys = new KeySet(options);
  const verified = new LruMap<string, Authenticated & { readonly keysVersion: number }>(10_000);
  return async (authorization) => {
    if (authorization === undefined || authorization === '') return nobody;
    const token = bearerOf(authorization);
    if (!token) throw invalidToken();
    const known = verified.get(token);
    if (known && known.keysVersion === keys.version && known.expiresAtMs! > nowMs()) return known;
    const audience = options.audience ?? 'stoa';
    const payload = await keys.verify(token, {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: [audience, guestsOf(audience)],
      issuer: options.issuer,
    });
    const isGuest = [payload.aud].flat().includes(guestsOf(audience));
    const viewer = isGuest ? guest(payload.sub!) : viewerFrom(payload);
    const scopes = isGuest ? ['guest'] : [...namedScopes(payload), ...(viewer.accountType ? [viewer.accountType.toLowerCase()] : [])];
    const authenticated = { viewer, scopes, expiresAtMs: payload.exp! * 1000, keysVersion: keys.version };
    verified.set(token, authenticated);
    return authenticated;
  };
}

const ACCOUNT_TYPES = ['BUYER', 'SELLER', 'ADMIN'] as const;

function viewerFrom(payload: JWTPayload): Viewer {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const accountType = ACCOUNT_TYPES.find((type) => type === payload['accountType']) ?? null;
  return {
    kind: 'user',
    userId: text(payload.sub),
    sellerId: text(payload['sellerId']),
    accountType,
    sessionId: text(payload['sid']),
    ...('act' in payload && { actorId: actorOf(payload) }),
    ...(accountType === 'ADMIN' && { scopes: staffScopes(namedScopes(payload)) }),
  };
}

/** Who acts for a token's subject, as RFC 8693 has it. A token that says that somebody does, and not who, is not good. */
function actorOf({ act }: JWTPayload): string {
  const sub: unknown = typeof act === 'object' && act !== null && 'sub' in act ? act.sub : undefined;
  if (typeof sub !== 'string' || sub === '') throw invalidToken();
  return sub;
}

/** What subgraphs are told that somebody of the staff may do. */
export function staffScopes(named: readonly string[]): readonly string[] {
  return named.includes(EVERY_SCOPE) ? [EVERY_SCOPE] : named.toSorted();
}

/** The scopes that a token names in its claim `scope`. It has that besides which its kind of account stands for. */
function namedScopes({ scope }: JWTPayload): readonly string[] {
  const named: readonly unknown[] = typeof scope === 'string' ? scope.split(' ') : [scope].flat();
  return named.filter((each): each is string => typeof each === 'string' && each !== '');
}
