import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import type { StripeSandbox, StripeSandboxOptions } from '../stripe/start-stripe-sandbox.ts';
import { startStripeSandbox } from '../stripe/start-stripe-sandbox.ts';

export const SECRET_KEY = 'sk_test_sandbox';
export const PUBLISHABLE_KEY = 'pk_test_sandbox';

/** A sandbox with the official client pointed at it. */
export interface OpenedStripe {
  sandbox: StripeSandbox;
  stripe: Stripe;
  dataDir: string;
  /** The official client with another key or another configuration. */
  client(key: string, config?: Stripe.StripeConfig): Stripe;
  /** Posts to a test control, and gives back the answered body. */
  control(path: string, body?: object): Promise<Record<string, unknown>>;
}

/** What is open in a test file, closed again by `closeAll`. */
const closers: (() => Promise<void>)[] = [];

/** Remembers what to close at the end of the test. */
export function closeLater(close: () => Promise<void>): void {
  closers.push(close);
}

/** Closes what the test opened, last first. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** An empty folder that is removed at the end of the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  closeLater(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a sandbox in its own folder, or again in a given one. */
export async function openStripe(options: Partial<StripeSandboxOptions> = {}): Promise<OpenedStripe> {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const webhookRetry = { firstDelayMs: 5, maxDelayMs: 20 };
  const keys = { secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY };
  const sandbox = await startStripeSandbox({ port: 0, webhookRetry, ...keys, ...options, dataDir });
  closeLater(() => sandbox.close());
  const client = (key: string, config: Stripe.StripeConfig = {}): Stripe =>
    new Stripe(key, { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, ...config });
  const control = async (path: string, body: object = {}): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  return { sandbox, stripe: client(SECRET_KEY), dataDir, client, control };
}

/** The error with which a call was refused; a call that succeeds is the test's failure. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    return error as Stripe.errors.StripeError;
  }
  throw new Error('The call was not refused.');
}
