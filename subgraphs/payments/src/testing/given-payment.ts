import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '@stoa/kit/auth';
import type { InputOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, type TestSubgraph } from '@stoa/kit/testing';
import { createPayment } from '@stoa/schema/commands/payments';
import Stripe from 'stripe';
import { type PaidLine, Payment } from '../payment/payment.entity.ts';
import type { Letter, ProviderAtHand } from './provider-at-hand.ts';

export const WEBHOOK_SECRET = 'whsec_of_the_tests_of_payments';
const KEYS = { secretKey: 'sk_test_payments', publishableKey: 'pk_test_payments' };

/** What plays Stripe. It is handed in, since only tests may know the sandbox. */
type StartSandbox = (options: typeof KEYS & { port: number; dataDir: string }) => Promise<{ readonly url: string; close(): Promise<void> }>;

/** The provider, as a browser and a test see it: through its official client, and beside our code. */
export class StripeAtHand {
  readonly client: Stripe;
  /** The settings under which payments talks to it. */
  readonly environment: Record<string, string>;

  private constructor(
    private readonly url: string,
    readonly close: () => Promise<void>,
  ) {
    const { hostname: host, port } = new URL(url);
    this.client = new Stripe(KEYS.secretKey, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
    this.environment = { STRIPE_SECRET_KEY: KEYS.secretKey, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, STRIPE_API_BASE: url };
  }

  /** Starts a sandbox on a journal of its own. */
  static async start(startSandbox: StartSandbox): Promise<StripeAtHand> {
    const dataDir = await mkdtemp(join(tmpdir(), 'stripe-'));
    const sandbox = await startSandbox({ port: 0, dataDir, ...KEYS });
    return new StripeAtHand(sandbox.url, async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  intentOf({ providerPaymentId }: Payment): Promise<Stripe.PaymentIntent> {
    return this.client.paymentIntents.retrieve(providerPaymentId!);
  }

  /** The buyer pays. A declined card is the answer, not a failure. */
  async pay({ providerPaymentId }: Payment, method = 'pm_card_visa'): Promise<void> {
    await this.client.paymentIntents.confirm(providerPaymentId!, { payment_method: method }).catch((error: unknown) => {
      if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    });
  }

  /** The account of somebody to whom money can be sent, once they have been onboarded. */
  async anAccount(sellerId = newId()): Promise<string> {
    return (await this.client.accounts.create({ type: 'express', metadata: { sellerId } })).id;
  }

  /** What the provider thinks of an account's holder from now on. */
  async onboard(accountId: string, outcome: 'complete' | 'restrict' = 'complete'): Promise<void> {
    await this.control(`/accounts/${accountId}/onboarding`, { outcome });
  }

  /** The next requests of this kind meet a misfortune. */
  async misfortune(fault: Record<string, unknown>): Promise<void> {
    await this.control('/faults', fault);
  }

  /** The buyer complains at their bank; the provider's id of it. */
  async dispute({ providerPaymentId }: Payment, contested: { amount?: number; inquiry?: boolean } = {}): Promise<string> {
    const opened = await this.control(`/payment_intents/${providerPaymentId}/dispute`, contested);
    return ((await opened.json()) as { id: string }).id;
  }

  /** The bank decides. */
  async decide(disputeId: string, outcome: 'won' | 'lost' | 'warning_closed' | 'escalated'): Promise<void> {
    await this.control(`/disputes/${disputeId}/close`, { outcome });
  }

  /** Uses a test control. */
  control(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${this.url}/_sandbox${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async peace(): Promise<void> {
    await fetch(`${this.url}/_sandbox/faults`, { method: 'DELETE' });
  }
}

/** What orders asks for. */
export function aCharge(buyer: Viewer = aBuyer(), amountMinor = 10_000, of: Of = STRIPE): Charge {
  const sellerId = newId();
  const split = [{ sellerId, grossMinor: amountMinor, feeMinor: amountMinor / 10, taxMinor: 0, shippingMinor: 0, discountMinor: 0 }];
  const lines = [aPaidLine(sellerId, amountMinor)];
  const amount = { amountMinor, currency: of.currency };
  return { orderId: newId(), buyerId: buyer.userId!, provider: of.name, amount, split, lines, shipping: [] };
}

type Charge = InputOf<typeof createPayment>;
type Of = Pick<ProviderAtHand, 'name' | 'currency'>;
const STRIPE: Of = { name: 'STRIPE', currency: 'USD' };

/** An order line that was paid for. */
function aPaidLine(sellerId: string, worthMinor: number, quantity = 1): PaidLine {
  return { orderItemId: newId(), variantId: newId(), productId: newId(), sellerId, kind: 'PHYSICAL', quantity, worthMinor };
}

export const paymentOf = (subgraph: TestSubgraph, id: string): Promise<Payment> => subgraph.context().read.findOneOrFail(Payment, { id });

/** A payment as it is before its provider knows of it. */
export function aNewPayment(
  facts: Pick<Payment, 'id' | 'orderId' | 'buyerId' | 'provider' | 'amount' | 'split' | 'lines' | 'shipping'>,
): Payment {
  const nothing = { providerPaymentId: null, clientSecret: null, failureCode: null, failureMessage: null, capturedAt: null };
  return Object.assign(new Payment(), facts, nothing, {
    status: 'CREATED' as const,
    refundedMinor: 0,
    lostMinor: 0,
    disputed: false,
    closed: false,
  });
}

/** A payment that waits for its buyer. */
export async function anOpenPayment(subgraph: TestSubgraph, buyer: Viewer = aBuyer(), of: Of = STRIPE): Promise<Payment> {
  const charge = aCharge(buyer, 10_000, of);
  const { paymentId } = await subgraph.answer(createPayment, charge, { key: charge.orderId });
  return paymentOf(subgraph, paymentId);
}

/** Its buyer asks what became of a payment; the status, or the refusal. */
export const verify = async (subgraph: TestSubgraph, { id, buyerId }: Payment): Promise<string> => {
  const text = 'mutation ($input: VerifyPaymentInput!) { verifyPayment(input: $input) { status } }';
  const buyer = { ...aBuyer(), userId: buyerId };
  const { verifyPayment } = await subgraph.as(buyer).query<{ verifyPayment: { status: string } }>(text, { input: { paymentId: id } });
  return verifyPayment.status;
};

/** A payment that its buyer has made. */
export async function aCapturedPayment(subgraph: TestSubgraph, stripe: StripeAtHand, buyer: Viewer = aBuyer()): Promise<Payment> {
  const payment = await anOpenPayment(subgraph, buyer);
  await stripe.pay(payment);
  await verify(subgraph, payment);
  return paymentOf(subgraph, payment.id);
}

/** Tells payments that there is news of a dispute. What it says of it is old, as a webhook's word may be. */
export const notifyOfDispute = (subgraph: TestSubgraph, disputeId: string): Promise<number> =>
  notify(subgraph, { id: disputeId, object: 'dispute', status: 'needs_response' });

/** Tells payments something as its provider would, by a signed webhook; the status of the answer. */
export async function notify(subgraph: TestSubgraph, intent: object, id = `evt_${newId()}`, secret = WEBHOOK_SECRET): Promise<number> {
  const body = JSON.stringify({ id, object: 'event', type: 'payment_intent.updated', data: { object: intent } });
  const at = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return deliver(subgraph, { path: '/webhooks/stripe', headers: { 'stripe-signature': `t=${at},v1=${signature}` }, body });
}

/** Hands a webhook to payments; the status of the answer. */
export async function deliver(subgraph: TestSubgraph, { path, headers, body }: Letter): Promise<number> {
  const request = { method: 'POST', path, query: new URLSearchParams(), headers, body: Buffer.from(body) };
  const { viewer, traceparent } = subgraph.context();
  return (await subgraph.domain.route(request, viewer, traceparent)).status;
}

/** What a provider told of a refund that is none of ours; answers its id. */
export async function aParkedWebhook(subgraph: TestSubgraph): Promise<string> {
  const id = `evt_${newId()}`;
  await subgraph.sql.query(
    `insert into provider_event (id, provider, type, status, said, note, examine_until)
     values ($1, 'STRIPE', 'refund.updated', 'PARKED', null, 'no refund of ours: re_1', now())`,
    [id],
  );
  return id;
}
