import { randomBytes } from 'node:crypto';
import type { NatsForTests } from '../setup/nats-for-tests.ts';
import { servedSubgraphs } from './served.ts';

/** Which subgraphs share a process; orders and payments have two replicas. Whoever is not named here is in front. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  inventory: ['inventory'],
  cart: ['cart'],
  courses: ['learning', 'media'],
  'orders-1': ['orders'],
  'orders-2': ['orders'],
  'payments-1': ['payments'],
  'payments-2': ['payments'],
  back: ['ledger', 'fulfillment'],
};

export function groups(): Readonly<Record<string, readonly string[]>> {
  const named = new Set(Object.values(GROUPS).flat());
  return { front: servedSubgraphs.filter((name) => !named.has(name)), ...GROUPS };
}

export interface Addresses {
  readonly gateway: number;
  readonly stripe: number;
  readonly carrier: number;
  readonly razorpay: number;
  readonly store: number;
  readonly smtp: number;
  readonly mux: number;
  readonly mail: number;
  /** Where each group listens, its first subgraph first, and where others are told that it does. */
  readonly groups: Readonly<Record<string, { readonly port: number; readonly tellPort: number }>>;
}

export interface Secrets {
  readonly stripeWebhook: string;
  readonly razorpayWebhook: string;
  readonly muxWebhook: string;
  readonly carrierWebhook: string;
}

const secret = (): string => randomBytes(32).toString('hex');
export const newSecrets = (): Secrets => ({
  stripeWebhook: `whsec_${secret()}`,
  razorpayWebhook: secret(),
  muxWebhook: secret(),
  carrierWebhook: secret(),
});

/** What every process of the marketplace is told, besides where it finds Postgres and the broker. */
export function environmentOf(dataDir: string, nats: NatsForTests, addresses: Addresses, secrets: Secrets): Record<string, string> {
  const urls = new Map<string, string[]>();
  for (const [group, names] of Object.entries(groups()))
    for (const [index, name] of names.entries()) {
      const { tellPort } = addresses.groups[group]!;
      urls.set(name, [...(urls.get(name) ?? []), `http://127.0.0.1:${tellPort + index}`]);
    }
  const named = (suffix: string, value: (name: string) => string): Record<string, string> =>
    Object.fromEntries(servedSubgraphs.map((name) => [`STOA_${name.toUpperCase()}_${suffix}`, value(name)]));
  return {
    ...named('NATS_PASSWORD', (name) => nats.server.credentials(name).pass),
    ...named('URLS', (name) => urls.get(name)!.join(',')),
    STOA_SERVICE_ROOT_KEYS: `v1:${secret()}`,
    STOA_DATA_DIR: dataDir,
    STOA_GATEWAY_URL: `http://127.0.0.1:${addresses.gateway}`,
    PORT: String(addresses.gateway),
    SANDBOX_STRIPE_PORT: String(addresses.stripe),
    SANDBOX_CARRIER_PORT: String(addresses.carrier),
    SANDBOX_RAZORPAY_PORT: String(addresses.razorpay),
    SANDBOX_S3_PORT: String(addresses.store),
    SANDBOX_SMTP_PORT: String(addresses.smtp),
    SANDBOX_MUX_PORT: String(addresses.mux),
    SANDBOX_MAIL_PORT: String(addresses.mail),
    SANDBOX_OPENID_PORT: '0',
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhook,
    RAZORPAY_WEBHOOK_SECRET: secrets.razorpayWebhook,
    MUX_WEBHOOK_SECRET: secrets.muxWebhook,
    CARRIER_WEBHOOK_SECRET: secrets.carrierWebhook,
    // What is earned may be taken out at once, so that payouts meet refunds.
    STOA_PAYOUT_HOLD_DAYS: '0',
    // Whoever wants to be forgotten is so as soon as nothing of theirs is open.
    STOA_ERASURE_DAYS: '0',
    LOG_LEVEL: 'fatal',
  };
}
