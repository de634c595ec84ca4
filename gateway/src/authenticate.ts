import { anonymous, guest, type Viewer } from '@stoa/kit/auth';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Caller } from './authorize/requirement.ts';
import { invalidToken, serviceUnavailable } from './gateway-error.ts';
import { LruMap } from './lru-map.ts';

export interface Authenticated extends Caller {
  /** Unix milliseconds; undefined for a viewer that needs no token. */
  readonly expiresAtMs: number | undefined;
  /** Set where a token may be over before it expires. */
  readonly session?: { stillHolds(): Promise<boolean> };
}

/** Tells who asks, from the `authorization` header or its like. Rejects with AUTH_001 for a token that is not good. */
export type Authenticate = (authorization: string | undefined) => Promise<Authenticated>;

export interface AuthenticateOptions {
  /** Fetches the public keys. Called when first needed, and again for an unknown key. */
  readonly fetchJwks: () => Promise<JSONWebKeySet>;
  readonly issuer?: string;
  readonly audience?: string;
  /** An unknown key makes us fetch no more often than this. */
  readonly refetchAfterMs?: number;
  /** Keys that were withdrawn stop being good after this. */
  readonly maxAgeMs?: number;
  readonly nowMs?: () => number;
}

/**
 * The audience of tokens that tell somebody without an account from others. It is another one, so that whoever takes no guests takes no
 * such token for an account's.
 */
const guestsOf = (audience: string): string => `${audience}/guests`;

const nobody: Authenticated = { viewer: anonymous, scopes: [], expiresAtMs: undefined };

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
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (!token) throw invalidToken();
    const known = verified.get(token);
    if (known && known.keysVersion === keys.version && known.expiresAtMs! > nowMs()) return known;
    const payload = await verify(token, keys, options, nowMs);
    const isGuest = [payload.aud].flat().includes(guestsOf(options.audience ?? 'stoa'));
    const viewer = isGuest ? guest(payload.sub!) : viewerFrom(payload);
    const scopes = isGuest ? ['guest'] : scopesOf(payload, viewer);
    const authenticated = { viewer, scopes, expiresAtMs: payload.exp! * 1000, keysVersion: keys.version };
    verified.set(token, authenticated);
    return authenticated;
  };
}

async function verify(token: string, keys: KeySet, options: AuthenticateOptions, nowMs: () => number): Promise<JWTPayload> {
  const audience = options.audience ?? 'stoa';
  const check = async (): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, await keys.current(), {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: [audience, guestsOf(audience)],
      issuer: options.issuer,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(nowMs()),
    });
    return payload;
  };
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    if (!(error instanceof errors.JWKSNoMatchingKey) || !(await keys.refetch())) throw invalidToken();
  }
  try {
    return await check();
  } catch (error) {
    throw error instanceof errors.JOSEError ? invalidToken() : error;
  }
}

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

/** The public keys as last fetched. */
class KeySet {
  /** Grows when the keys change hands, so that what was verified with older ones is verified again. */
  version = 0;
  readonly #options: AuthenticateOptions;
  readonly #nowMs: () => number;
  #keys: LocalKeys | undefined;
  #fetchedAtMs = 0;
  #fetching: Promise<LocalKeys> | undefined;

  constructor(options: AuthenticateOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  async current(): Promise<LocalKeys> {
    const ageMs = this.#nowMs() - this.#fetchedAtMs;
    if (this.#keys && ageMs < (this.#options.maxAgeMs ?? 600_000)) return this.#keys;
    return this.#fetch();
  }

  /** Answers whether there are newer keys to try. */
  async refetch(): Promise<boolean> {
    if (this.#nowMs() - this.#fetchedAtMs < (this.#options.refetchAfterMs ?? 10_000)) return false;
    await this.#fetch();
    return true;
  }

  #fetch(): Promise<LocalKeys> {
    this.#fetching ??= this.#options
      .fetchJwks()
      .then((jwks) => {
        this.#keys = createLocalJWKSet(jwks);
        this.#fetchedAtMs = this.#nowMs();
        this.version++;
        return this.#keys;
      })
      // Without keys nobody can tell whether the token is good, and to call it bad would log people out.
      .catch(() => {
        throw serviceUnavailable('authentication');
      })
      .finally(() => (this.#fetching = undefined));
    return this.#fetching;
  }
}

const ACCOUNT_TYPES = ['BUYER', 'SELLER', 'ADMIN'] as const;

function viewerFrom(payload: JWTPayload): Viewer {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    kind: 'user',
    userId: text(payload.sub),
    sellerId: text(payload['sellerId']),
    accountType: ACCOUNT_TYPES.find((type) => type === payload['accountType']) ?? null,
    sessionId: text(payload['sid']),
  };
}

/** The scopes that a token grants: those it names in its claim `scope`, and the one that its kind of account stands for. */
function scopesOf({ scope }: JWTPayload, { accountType }: Viewer): readonly string[] {
  const named: readonly unknown[] = typeof scope === 'string' ? scope.split(' ') : [scope].flat();
  const granted = named.filter((each): each is string => typeof each === 'string' && each !== '');
  return accountType ? [...granted, accountType.toLowerCase()] : granted;
}
