import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@stoa/kit/subgraph';
import {
  type ObjectStore,
  type RazorpaySandbox,
  readRazorpayJournal,
  type StripeSandbox,
  startObjectStore,
  startRazorpaySandbox,
  startStripeSandbox,
} from '@stoa/sandbox/index';
import Stripe from 'stripe';
import type { ProviderBooks } from '../../cli/src/audit/books.ts';
import {
  razorpayEnvironment,
  SANDBOX_PUBLISHABLE_KEY,
  SANDBOX_RAZORPAY_KEY_ID,
  SANDBOX_RAZORPAY_KEY_SECRET,
  SANDBOX_SECRET_KEY,
  storeEnvironment,
  stripeEnvironment,
} from '../../cli/src/sandboxes.ts';
import { readProvider } from '../torture/open-books.ts';
import { isDead } from './statement-cut.ts';

export const WEBHOOK_SECRET = 'whsec_simulation';
const STRIPE = 'http://stripe.simulation';
const RAZORPAY = 'http://razorpay.simulation';

const AUTHORIZATION = {
  stripe: `Bearer ${SANDBOX_SECRET_KEY}`,
  razorpay: `Basic ${Buffer.from(`${SANDBOX_RAZORPAY_KEY_ID}:${SANDBOX_RAZORPAY_KEY_SECRET}`).toString('base64')}`,
};

type ProviderName = keyof typeof AUTHORIZATION;

let present: Providers | null = null;

/** The sandboxes of the outside world, asked without a socket. A process that has died asks nobody. */
export class Providers {
  readonly #folder: string;
  readonly #stripe: StripeSandbox;
  readonly #razorpay: RazorpaySandbox;
  readonly #store: ObjectStore;
  readonly #asked = new Set<ProviderName>();

  private constructor(folder: string, stripe: StripeSandbox, razorpay: RazorpaySandbox, store: ObjectStore) {
    this.#folder = folder;
    this.#stripe = stripe;
    this.#razorpay = razorpay;
    this.#store = store;
  }

  static async open(tmp: string): Promise<Providers> {
    const folder = mkdtempSync(join(tmp, 'stoa-simulation-'));
    // Webhooks go nowhere: what a provider would tell is read from it, and told when its turn comes.
    const stripe = await startStripeSandbox({
      port: 0,
      dataDir: join(folder, 'stripe'),
      secretKey: SANDBOX_SECRET_KEY,
      publishableKey: SANDBOX_PUBLISHABLE_KEY,
    });
    const keys = { keyId: SANDBOX_RAZORPAY_KEY_ID, keySecret: SANDBOX_RAZORPAY_KEY_SECRET };
    const razorpay = await startRazorpaySandbox({ port: 0, dataDir: join(folder, 'razorpay'), ...keys });
    const storeKeys = { accessKeyId: 'stoa', secretAccessKey: WEBHOOK_SECRET, region: 'us-east-1' };
    const store = await startObjectStore({ port: 0, dataDir: join(folder, 'objects'), ...storeKeys });
    present = new Providers(folder, stripe, razorpay, store);
    return present;
  }

  /** What points the domains at them. */
  get environment(): Environment {
    return {
      ...stripeEnvironment(STRIPE, WEBHOOK_SECRET),
      ...razorpayEnvironment(RAZORPAY, WEBHOOK_SECRET),
      ...storeEnvironment(this.#store.url, WEBHOOK_SECRET),
      CARRIER_WEBHOOK_SECRET: WEBHOOK_SECRET,
    };
  }

  /** Somebody else than us asks: a buyer's browser, a bank. */
  async ask<T>(provider: ProviderName, path: string, body?: object | URLSearchParams): Promise<T> {
    const form = body instanceof URLSearchParams;
    if (body) this.#asked.add(provider);
    const response = await (provider === 'stripe' ? this.#stripe : this.#razorpay).answer(`${STRIPE}${path}`, {
      ...(body && { method: 'POST', body: form ? body.toString() : JSON.stringify(body) }),
      headers: {
        authorization: AUTHORIZATION[provider],
        ...(body && { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }),
      },
    });
    return (await response.json()) as T;
  }

  /** Whether anybody has asked a provider for more than to be told something, since this was asked last: else it has no news. */
  wasAsked(provider: ProviderName): boolean {
    return this.#asked.delete(provider);
  }

  answer(url: string, init: RequestInit): Promise<Response> {
    const provider = url.startsWith(RAZORPAY) ? 'razorpay' : 'stripe';
    if (init.method && init.method !== 'GET') this.#asked.add(provider);
    const request = {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: (init.body as string) || undefined,
    };
    return (provider === 'razorpay' ? this.#razorpay : this.#stripe).answer(url, request as never);
  }

  async books(): Promise<ProviderBooks> {
    const stripe = await readProvider(join(this.#folder, 'stripe'));
    const razorpay = await readRazorpayJournal(join(this.#folder, 'razorpay'));
    const intents = new Map(stripe.intents);
    for (const [id, { currency, captured, refunded, lost, metadata }] of Object.entries(razorpay.orders))
      intents.set(id, {
        paymentId: metadata.paymentId ?? null,
        currency: currency.toUpperCase(),
        capturedMinor: captured,
        refundedMinor: refunded,
        lostMinor: lost,
      });
    return { ...stripe, intents };
  }

  async close(): Promise<void> {
    present = null;
    for (const each of [this.#stripe, this.#razorpay, this.#store]) await each.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const reach = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
  if (isDead()) throw new TypeError('this process has died');
  if (!present) throw new TypeError(`nobody is at ${String(url)}`);
  return present.answer(String(url), init);
};

/** Whatever is asked of a provider by fetch, or by Stripe's own client, is answered in this process. */
const realFetch = globalThis.fetch;
globalThis.fetch = (url, init) => (/^http:\/\/\w+\.simulation\//.test(String(url)) ? reach(url as string, init) : realFetch(url, init));
const answered = Stripe.createFetchHttpClient(reach as typeof fetch);
Object.getPrototypeOf(Stripe.createNodeHttpClient()).makeRequest = answered.makeRequest.bind(answered);
