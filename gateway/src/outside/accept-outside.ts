import { EVERY_SCOPE, type Viewer } from '@stoa/kit/auth';
import { decodeJwt, type JSONWebKeySet, type JWTPayload } from 'jose';
import { type Authenticate, type Authenticated, bearerOf, staffScopes } from '../authenticate.ts';
import { invalidToken } from '../gateway-error.ts';
import { KeySet } from '../key-set.ts';
import { LruMap } from '../lru-map.ts';
import type { KnownAccounts } from './known-accounts.ts';
import { keysOfIssuer, type OutsideIssuer, type OutsidePerson } from './outside-issuer.ts';

export interface OutsideOptions {
  readonly issuers: readonly OutsideIssuer[];
  readonly accounts: KnownAccounts;
  /** All that staff may do, which is what a claim of being an administrator stands for. */
  readonly everyScope?: readonly string[];
  /** Fetches an issuer's keys; by its discovery document unless told. */
  readonly keysOf?: (issuer: string) => () => Promise<JSONWebKeySet>;
  readonly nowMs?: () => number;
}

/**
 * Takes the tokens of other issuers beside our own. What a token calls itself only chooses by whose keys it is checked; a name that is
 * not in the list is checked by ours, like any other token.
 */
export function acceptOutside(own: Authenticate, options: OutsideOptions): Authenticate {
  const tokensOf = new Map(options.issuers.map((each) => [each.issuer, new OutsideTokens(each, options)]));
  return async (authorization) => {
    const token = bearerOf(authorization);
    const tokens = token && tokensOf.get(issuerOf(token) ?? '');
    return tokens ? tokens.authenticate(token) : own(authorization);
  };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

interface Verified {
  readonly person: OutsidePerson;
  readonly claimedType: Viewer['accountType'];
  readonly expiresAtMs: number;
  readonly keysVersion: number;
}

/** The tokens of one issuer. */
class OutsideTokens {
  readonly #keys: KeySet;
  readonly #verified = new LruMap<string, Verified>(10_000);
  readonly #nowMs: () => number;

  constructor(
    private readonly issuer: OutsideIssuer,
    private readonly options: OutsideOptions,
  ) {
    this.#nowMs = options.nowMs ?? Date.now;
    this.#keys = new KeySet({ fetchJwks: (options.keysOf ?? keysOfIssuer)(issuer.issuer), nowMs: options.nowMs });
  }

  async authenticate(token: string): Promise<Authenticated> {
    const { person, claimedType, expiresAtMs } = await this.#verify(token);
    const { accounts } = this.options;
    const account = await accounts.of(person);
    const accountType = claimedType ?? account.accountType;
    const { scopes: own = [], ...facts } = account;
    const ofStaff = claimedType ? [EVERY_SCOPE, ...(this.options.everyScope ?? [])] : own;
    const granted = accountType === 'ADMIN' ? ofStaff : [];
    const viewer: Viewer = { ...facts, accountType, ...(accountType === 'ADMIN' && { scopes: staffScopes(granted) }) };
    // Of the token's scopes none is taken: `admin` among them would be worth what it is called.
    const scopes = [...granted, ...(accountType ? [accountType.toLowerCase()] : [])];
    return { viewer, scopes, expiresAtMs, session: { stillHolds: () => accounts.stillHolds(person, account) } };
  }

  async #verify(token: string): Promise<Verified> {
    const known = this.#verified.get(token);
    if (known && known.keysVersion === this.#keys.version && known.expiresAtMs > this.#nowMs()) return known;
    const { issuer, audience, algorithms = ['RS256'] } = this.issuer;
    const payload = await this.#keys.verify(token, { issuer, audience, algorithms: [...algorithms] });
    // All who have none would be one person, and who acts for somebody is told from them only where our own tokens say so.
    if (!payload.sub || 'act' in payload) throw invalidToken();
    const verified = {
      person: this.#personOf(payload),
      claimedType: this.#claimedType(payload),
      expiresAtMs: payload.exp! * 1_000,
      keysVersion: this.#keys.version,
    };
    this.#verified.set(token, verified);
    return verified;
  }

  #personOf(payload: JWTPayload): OutsidePerson {
    const { issuer, emailClaim = 'email', emailVerifiedClaim = 'email_verified' } = this.issuer;
    const text = (name: string): string | null => (typeof payload[name] === 'string' && payload[name] !== '' ? payload[name] : null);
    return {
      issuer,
      subject: payload.sub!,
      email: text(emailClaim),
      isEmailVerified: payload[emailVerifiedClaim] === true,
      givenName: text('given_name'),
      familyName: text('family_name'),
      name: text('name'),
    };
  }

  /** A seller is one by a row of their own, so no claim makes anybody one. */
  #claimedType(payload: JWTPayload): 'BUYER' | 'ADMIN' | null {
    const { accountTypeClaim: name } = this.issuer;
    const claimed = name === undefined ? undefined : payload[name];
    return claimed === 'ADMIN' || claimed === 'BUYER' ? claimed : null;
  }
}
