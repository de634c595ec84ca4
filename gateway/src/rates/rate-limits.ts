import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Authenticated } from '../authenticate.ts';
import type { Partner } from '../clients/partner.ts';
import { gatewayError } from '../gateway-error.ts';
import { isErrors, type Readiness } from '../graph.ts';
import type { AddressOf } from './client-address.ts';
import { type Rate, TokenBuckets } from './token-buckets.ts';

export interface RateOptions {
  /** For each partner whose key says nothing else, whoever is logged in with it. */
  readonly partner?: Rate;
  /** For each user who is logged in. */
  readonly viewer?: Rate;
  /** For each address, of all who are not. */
  readonly address?: Rate;
  readonly nowMs?: () => number;
}

/** What an operation costs at least, and what one costs that is refused. */
const LEAST_COST = 1;

/** Counts what everybody uses, in this process: a partner by its name, a user by the account, everybody else by the address. */
export class RateLimits {
  readonly #partnerRate: Rate | undefined;
  /** By name; there are no more of them than keys were issued. */
  readonly #partners = new Map<string, TokenBuckets>();
  readonly #nowMs: (() => number) | undefined;
  readonly #viewers: TokenBuckets | undefined;
  readonly #addresses: TokenBuckets | undefined;
  readonly #addressOf: AddressOf;

  constructor({ partner, viewer, address, nowMs }: RateOptions, addressOf: AddressOf) {
    this.#partnerRate = partner;
    this.#nowMs = nowMs;
    this.#viewers = viewer && new TokenBuckets(viewer, nowMs);
    this.#addresses = address && new TokenBuckets(address, nowMs);
    this.#addressOf = addressOf;
  }

  /** Whom a request is counted for; undefined where there is no limit. */
  accountOf(request: IncomingMessage, { partner, viewer }: Partial<Authenticated> = {}): RateAccount | undefined {
    if (partner) return this.#accountOfPartner(partner);
    if (viewer?.userId) return this.#viewers && new RateAccount(this.#viewers, 'viewer', viewer.userId);
    return this.#addresses && new RateAccount(this.#addresses, 'address', this.#addressOf(request));
  }

  #accountOfPartner({ name, rate = this.#partnerRate }: Partner): RateAccount | undefined {
    if (!rate) return undefined;
    const known = this.#partners.get(name);
    if (known?.rate.cost === rate.cost && known.rate.seconds === rate.seconds) return new RateAccount(known, 'partner', name);
    const buckets = new TokenBuckets(rate, this.#nowMs, 1);
    this.#partners.set(name, buckets);
    return new RateAccount(buckets, 'partner', name);
  }

  /** Counts a token or key that is not good for the address that it came from, since nobody else is known. */
  async authenticated(request: IncomingMessage, authenticating: Promise<Authenticated>): Promise<Authenticated> {
    try {
      return await authenticating;
    } catch (error) {
      throw this.accountOf(request)?.charge(LEAST_COST) ?? error;
    }
  }
}

type Policy = 'partner' | 'viewer' | 'address';

/** One party's bucket. */
export class RateAccount {
  readonly #buckets: TokenBuckets;
  readonly #policy: Policy;
  readonly #key: string;

  constructor(buckets: TokenBuckets, policy: Policy, key: string) {
    this.#buckets = buckets;
    this.#policy = policy;
    this.#key = key;
  }

  /** Prepares an operation and takes off what it may cost, unless nothing is left: then it is not even looked at. */
  async ready(prepare: () => Readiness | Promise<Readiness>): Promise<Readiness> {
    const empty = this.#refusal();
    if (empty) return [empty];
    const ready = await prepare();
    const refused = this.charge(isErrors(ready) ? LEAST_COST : Math.max(LEAST_COST, ready.cost));
    return refused ? [refused] : ready;
  }

  /** Takes something off; the error where nothing is left to take it from. */
  charge(cost: number): GraphQLError | undefined {
    const refused = this.#refusal();
    if (!refused) this.#buckets.take(this.#key, cost);
    return refused;
  }

  /** Tells the client how it stands, in the header fields of the IETF's draft. */
  announce(response: ServerResponse): void {
    const { cost, seconds } = this.#buckets.rate;
    const { left, fullAfter, retryAfter } = this.#buckets.look(this.#key);
    response.setHeader('ratelimit-policy', `"${this.#policy}";q=${cost};w=${seconds}`);
    response.setHeader('ratelimit', `"${this.#policy}";r=${Math.max(0, Math.floor(left))};t=${fullAfter}`);
    if (retryAfter > 0) response.setHeader('retry-after', retryAfter);
  }

  #refusal(): GraphQLError | undefined {
    const { retryAfter } = this.#buckets.look(this.#key);
    if (retryAfter === 0) return undefined;
    return gatewayError('RATE_LIMITED', `Too much was asked for; try again in ${retryAfter} seconds`, { retryAfter });
  }
}
