import { join } from 'node:path';
import type { Logger } from '@stoa/kit/observability';
import type { Environment } from '@stoa/kit/subgraph';
import {
  type CarrierSandbox,
  type MailSandbox,
  type MuxSandbox,
  type ObjectStore,
  type OpenIdSandbox,
  type RazorpaySandbox,
  type RetryDelays,
  type StripeSandbox,
  startCarrierSandbox,
  startMailSandbox,
  startMuxSandbox,
  startObjectStore,
  startOpenIdSandbox,
  startRazorpaySandbox,
  startStripeSandbox,
} from '@stoa/sandbox/index';
import { type ChannelSecrets, channelAccounts, channelEnvironment } from './played-channels.ts';

/** Keys of the sandbox. It lives on this machine and moves no money, so they may be known. */
export const SANDBOX_SECRET_KEY = 'sk_test_sandbox';
export const SANDBOX_PUBLISHABLE_KEY = 'pk_test_sandbox';
export const SANDBOX_RAZORPAY_KEY_ID = 'rzp_test_sandbox';
export const SANDBOX_RAZORPAY_KEY_SECRET = 'sandbox_key_secret';
export const SANDBOX_MUX_TOKEN_ID = 'mux_sandbox';
export const SANDBOX_MUX_TOKEN_SECRET = 'sandbox_token_secret';
const SANDBOX_MUX_SIGNING_KEY = 'sandbox';
const SANDBOX_OPENID_CLIENT_ID = 'stoa';
const SANDBOX_OPENID_CLIENT_SECRET = 'sandbox_client_secret';

/** What is in the object store is real and private, so only its key's name is known. */
const STORE_ACCESS_KEY_ID = 'stoa';
const STORE_REGION = 'us-east-1';

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
  'refund.updated',
  'refund.failed',
];

/** The same of Razorpay. */
const RAZORPAY_EVENTS = [
  'payment.authorized',
  'payment.captured',
  'payment.failed',
  'order.paid',
  'refund.processed',
  'refund.failed',
  ...['created', 'under_review', 'action_required', 'won', 'lost', 'closed'].map((news) => `payment.dispute.${news}`),
];

/** And of Mux. */
const MUX_EVENTS = ['video.asset.created', 'video.asset.ready', 'video.asset.errored'];

export interface SandboxPorts {
  /** 0 takes a free one; null means that the real one is used instead. */
  readonly stripePort: number | null;
  readonly carrierPort: number | null;
  readonly razorpayPort: number | null;
  readonly storePort: number | null;
  /** Of the outbox: where mail is sent, and the page that shows it with what went by the other channels. Left out, there is none. */
  readonly mailPorts?: { readonly smtp: number; readonly page: number } | null;
  readonly muxPort: number | null;
  /** Of the OpenID provider. Left out, there is none. */
  readonly openIdPort?: number | null;
}

export interface SandboxOptions extends SandboxPorts, ChannelSecrets {
  readonly host?: string;
  readonly dataDir: string;
  readonly stripeWebhookSecret: string;
  readonly carrierWebhookSecret: string;
  readonly razorpayWebhookSecret: string;
  readonly storeSecret: string;
  readonly muxWebhookSecret: string;
  /** What the domains are told otherwise: channels that have a real provider are not played. */
  readonly given?: Environment;
  readonly webhookRetry?: RetryDelays;
  readonly log: Logger;
}

/** The outside world, played on this machine. */
export interface Sandboxes {
  readonly stripe: StripeSandbox | null;
  readonly carrier: CarrierSandbox | null;
  readonly razorpay: RazorpaySandbox | null;
  readonly store: ObjectStore | null;
  readonly mail: MailSandbox | null;
  readonly mux: MuxSandbox | null;
  readonly openId: OpenIdSandbox | null;
  /** What points the domains at the sandboxes. */
  readonly environment: Environment;
  close(): Promise<void>;
}

/** Starts the sandboxes that are wanted. Their webhooks go to the gateway. */
export async function startSandboxes(options: SandboxOptions, gatewayOrigin: string): Promise<Sandboxes> {
  const open: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const sandbox of open.splice(0)) await sandbox.close();
  };
  const start = async <S extends { close(): Promise<void> }>(
    port: number | null,
    starting: (options: SandboxOptions, port: number, origin: string) => Promise<S>,
  ): Promise<S | null> => {
    if (port === null) return null;
    const sandbox = await starting(options, port, gatewayOrigin);
    open.push(sandbox);
    return sandbox;
  };
  try {
    const stripe = await start(options.stripePort, startStripe);
    const carrier = await start(options.carrierPort, startCarrier);
    const razorpay = await start(options.razorpayPort, startRazorpay);
    const store = await start(options.storePort, startStore);
    const mail = await start(options.mailPorts?.page ?? null, startMail);
    const mux = await start(options.muxPort, startMux);
    const openId = await start(options.openIdPort ?? null, startOpenId);
    const environment = {
      ...(stripe && stripeEnvironment(stripe.url, options.stripeWebhookSecret)),
      ...(carrier && { CARRIER_WEBHOOK_SECRET: options.carrierWebhookSecret, CARRIER_API_BASE: carrier.url }),
      ...(razorpay && razorpayEnvironment(razorpay.url, options.razorpayWebhookSecret)),
      ...(store && storeEnvironment(store.url, options.storeSecret)),
      ...(mux && muxEnvironment(mux.url, options)),
      ...(mail && channelEnvironment({ ...mail, secrets: options }, options.given ?? {})),
      ...(openId && openIdEnvironment(openId.url)),
    };
    return { stripe, carrier, razorpay, store, mux, mail, openId, environment, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What points payments at the sandbox of Stripe. */
export const stripeEnvironment = (url: string, webhookSecret: string): Environment => ({
  STRIPE_SECRET_KEY: SANDBOX_SECRET_KEY,
  STRIPE_PUBLISHABLE_KEY: SANDBOX_PUBLISHABLE_KEY,
  STRIPE_WEBHOOK_SECRET: webhookSecret,
  STRIPE_API_BASE: url,
});

/** What points payments at the sandbox of Razorpay. */
export const razorpayEnvironment = (url: string, webhookSecret: string): Environment => ({
  RAZORPAY_KEY_ID: SANDBOX_RAZORPAY_KEY_ID,
  RAZORPAY_KEY_SECRET: SANDBOX_RAZORPAY_KEY_SECRET,
  RAZORPAY_WEBHOOK_SECRET: webhookSecret,
  RAZORPAY_API_BASE: url,
});

/** What points media at this machine's object store. */
export const storeEnvironment = (url: string, secret: string): Environment => ({
  S3_ENDPOINT: url,
  S3_REGION: STORE_REGION,
  S3_ACCESS_KEY_ID: STORE_ACCESS_KEY_ID,
  S3_SECRET_ACCESS_KEY: secret,
});

/** What points media at the sandbox of Mux. */
export const muxEnvironment = (
  url: string,
  { muxWebhookSecret, muxPrivateKey }: Pick<SandboxOptions, 'muxWebhookSecret' | 'muxPrivateKey'>,
): Environment => ({
  MUX_TOKEN_ID: SANDBOX_MUX_TOKEN_ID,
  MUX_TOKEN_SECRET: SANDBOX_MUX_TOKEN_SECRET,
  MUX_WEBHOOK_SECRET: muxWebhookSecret,
  MUX_SIGNING_KEY: SANDBOX_MUX_SIGNING_KEY,
  MUX_PRIVATE_KEY: muxPrivateKey,
  MUX_API_BASE: url,
  MUX_STREAM_BASE: url,
  MUX_IMAGE_BASE: url,
});

/** What lets people sign in by the sandbox. */
export const openIdEnvironment = (url: string): Environment => ({
  STOA_SIGN_IN_PROVIDERS: JSON.stringify([
    { name: 'sandbox', label: 'Sandbox', issuer: url, clientId: SANDBOX_OPENID_CLIENT_ID, clientSecret: SANDBOX_OPENID_CLIENT_SECRET },
  ]),
});

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

function startRazorpay({ host, dataDir, razorpayWebhookSecret: secret, webhookRetry, log }: SandboxOptions, port: number, origin: string) {
  return startRazorpaySandbox({
    host,
    port,
    dataDir: join(dataDir, 'razorpay'),
    keyId: SANDBOX_RAZORPAY_KEY_ID,
    keySecret: SANDBOX_RAZORPAY_KEY_SECRET,
    webhooks: [{ url: `${origin}/webhooks/razorpay`, secret, events: RAZORPAY_EVENTS }],
    webhookRetry,
    logger: log.child({ part: 'razorpay sandbox' }),
  });
}

function startStore({ host, dataDir, storeSecret: secretAccessKey, log }: SandboxOptions, port: number) {
  return startObjectStore({
    host,
    port,
    dataDir: join(dataDir, 'objects'),
    accessKeyId: STORE_ACCESS_KEY_ID,
    secretAccessKey,
    region: STORE_REGION,
    logger: log.child({ part: 'object store' }),
  });
}

function startMail(options: SandboxOptions, pagePort: number) {
  const { host, mailPorts, log } = options;
  const accounts = channelAccounts(options);
  return startMailSandbox({ host, smtpPort: mailPorts!.smtp, pagePort, accounts, logger: log.child({ part: 'outbox' }) });
}

function startMux(
  { host, dataDir, muxWebhookSecret: secret, muxPrivateKey, webhookRetry, log }: SandboxOptions,
  port: number,
  origin: string,
) {
  return startMuxSandbox({
    host,
    port,
    dataDir: join(dataDir, 'mux'),
    tokenId: SANDBOX_MUX_TOKEN_ID,
    tokenSecret: SANDBOX_MUX_TOKEN_SECRET,
    signingKeyId: SANDBOX_MUX_SIGNING_KEY,
    signingPrivateKey: muxPrivateKey,
    webhooks: [{ url: `${origin}/webhooks/mux`, secret, events: MUX_EVENTS }],
    webhookRetry,
    logger: log.child({ part: 'mux sandbox' }),
  });
}

function startOpenId({ host, log }: SandboxOptions, port: number, origin: string) {
  return startOpenIdSandbox({
    host,
    port,
    clientId: SANDBOX_OPENID_CLIENT_ID,
    clientSecret: SANDBOX_OPENID_CLIENT_SECRET,
    redirectUris: [`${origin}/auth/sandbox/callback`],
    logger: log.child({ part: 'openid sandbox' }),
  });
}
