import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { invalidToken, serviceUnavailable } from './gateway-error.ts';

export interface KeySetOptions {
  /** Fetches the public keys. Called when first needed, and again for an unknown key. */
  readonly fetchJwks: () => Promise<JSONWebKeySet>;
  /** An unknown key makes us fetch no more often than this. */
  readonly refetchAfterMs?: number;
  /** Keys that were withdrawn stop being good after this. */
  readonly maxAgeMs?: number;
  readonly nowMs?: () => number;
}

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

/** Somebody's public keys as last fetched. */
export class KeySet {
  /** Grows when the keys change hands, so that what was verified with older ones is verified again. */
  version = 0;
  readonly #options: KeySetOptions;
  readonly #nowMs: () => number;
  #keys: LocalKeys | undefined;
  #fetchedAtMs = 0;
  #fetching: Promise<LocalKeys> | undefined;

  constructor(options: KeySetOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** What a good token says; AUTH_001 for any other, and SERVICE_UNAVAILABLE while nobody can tell. */
  async verify(token: string, options: JWTVerifyOptions & { readonly algorithms: string[] }): Promise<JWTPayload> {
    const check = async (): Promise<JWTPayload> => {
      const currentDate = new Date(this.#nowMs());
      const { payload } = await jwtVerify(token, await this.#current(), { requiredClaims: ['exp', 'sub'], currentDate, ...options });
      return payload;
    };
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#refetch())) throw invalidToken();
    }
    try {
      return await check();
    } catch (error) {
      throw error instanceof errors.JOSEError ? invalidToken() : error;
    }
  }

  async #current(): Promise<LocalKeys> {
    const ageMs = this.#nowMs() - this.#fetchedAtMs;
    if (this.#keys && ageMs < (this.#options.maxAgeMs ?? 600_000)) return this.#keys;
    return this.#fetch();
  }

  /** Answers whether there are newer keys to try. */
  async #refetch(): Promise<boolean> {
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
