import { join } from 'node:path';
import type { Logger } from '@stoa/kit/observability';
import type { Environment } from '@stoa/kit/subgraph';
import { type CarrierSandbox, type RetryDelays, type StripeSandbox, startCarrierSandbox, startStripeSandbox } from '@stoa/sandbox/index';

/** Keys of the sandbox. It lives on this machine and moves no money, so they may be known. */
export const SANDBOX_SECRET_KEY = 'sk_test_sandbox';
export const SANDBOX_PUBLISHABLE_KEY = 'pk_test_sandbox';

/** What Stripe is asked to tell: all that payments follows, as docs/operate.md says it of an endpoint at the real one. */
const STRIPE_EVENTS = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.requires_action',
  'payment_intent.processing',
  'payment_intent.canceled',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'account.updated',
];

export interface SandboxPorts {
  /** 0 takes a free one; null means that the real one is used instead. */
  readonly stripePort: number | null;
  readonly carrierPort: number | null;
}

export interface SandboxOptions extends SandboxPorts {
  readonly host?: string;
  readonly dataDir: string;
  readonly stripeWebhookSecret: string;
  readonly carrierWebhookSecret: string;
  readonly webhookRetry?: RetryDelays;
  readonly log: Logger;
}

/** The outside world, played on this machine. */
export interface Sandboxes {
  readonly stripe: StripeSandbox | null;
  readonly carrier: CarrierSandbox | null;
  /** What points the domains at the sandboxes. */
  readonly environment: Environment;
  close(): Promise<void>;
}

/** Starts the sandboxes that are wanted. Their webhooks go to the gateway. */
export async function startSandboxes(options: SandboxOptions, gatewayOrigin: string): Promise<Sandboxes> {
  const stripe = options.stripePort === null ? null : await startStripe(options, options.stripePort, gatewayOrigin);
  let carrier: CarrierSandbox | null = null;
  try {
    carrier = options.carrierPort === null ? null : await startCarrier(options, options.carrierPort, gatewayOrigin);
  } catch (error) {
    await stripe?.close();
    throw error;
  }
  return {
    stripe,
    carrier,
    environment: {
      ...(stripe && {
        STRIPE_SECRET_KEY: SANDBOX_SECRET_KEY,
        STRIPE_PUBLISHABLE_KEY: SANDBOX_PUBLISHABLE_KEY,
        STRIPE_WEBHOOK_SECRET: options.stripeWebhookSecret,
        STRIPE_API_BASE: stripe.url,
      }),
      ...(carrier && { CARRIER_WEBHOOK_SECRET: options.carrierWebhookSecret, CARRIER_API_BASE: carrier.url }),
    },
    async close() {
      await stripe?.close();
      await carrier?.close();
    },
  };
}

function startStripe({ host, dataDir, stripeWebhookSecret: secret, webhookRetry, log }: SandboxOptions, port: number, origin: string) {
  return startStripeSandbox({
    host,
    port,
    dataDir: join(dataDir, 'stripe'),
    secretKey: SANDBOX_SECRET_KEY,
    publishableKey: SANDBOX_PUBLISHABLE_KEY,
    webhooks: [{ url: `${origin}/webhooks/stripe`, secret, events: STRIPE_EVENTS }],
    webhookRetry,
    logger: log.child({ part: 'stripe sandbox' }),
  });
}

function startCarrier({ host, dataDir, carrierWebhookSecret: secret, webhookRetry, log }: SandboxOptions, port: number, origin: string) {
  return startCarrierSandbox({
    host,
    port,
    dataDir: join(dataDir, 'carrier'),
    webhooks: [{ url: `${origin}/webhooks/carriers/{carrier}`, secret }],
    webhookRetry,
    logger: log.child({ part: 'carrier sandbox' }),
  });
}
