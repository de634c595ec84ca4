import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@stoa/kit/persistence';
import { z } from 'zod';
import type { Payment } from '../payment/payment.entity.ts';
import { RazorpayClient } from '../provider/razorpay-client.ts';
import { attemptShape, orderShape, type RazorpayAttempt, refundShape } from '../provider/razorpay-shapes.ts';
import type { Attempt, ProviderAtHand, Told } from './provider-at-hand.ts';

const WEBHOOK_SECRET = 'the webhook secret of the tests of payments';
const KEYS = { keyId: 'rzp_test_payments', keySecret: 'the key secret of the tests of payments' };

/** What plays Razorpay. It is handed in, since only tests may know the sandbox. */
type StartSandbox = (options: typeof KEYS & { port: number; dataDir: string }) => Promise<{ readonly url: string; close(): Promise<void> }>;

/** What Razorpay's Checkout hands to the page. */
export interface Handed {
  readonly razorpay_payment_id: string;
  readonly razorpay_signature?: string;
}

const INSTRUMENTS: Readonly<Record<Attempt, readonly [method: string, instrument: string]>> = {
  pays: ['card', '4111111111111111'],
  declines: ['card', '4000000000000002'],
  waits: ['upi', 'pending@razorpay'],
};

/** Razorpay, as a browser and a test see it, in the words that both providers share. */
export class RazorpayAtHand implements ProviderAtHand {
  readonly name = 'RAZORPAY';
  readonly currency = 'INR';
  readonly environment: Readonly<Record<string, string>>;
  readonly client: RazorpayClient;
  readonly paths = {
    create: '/v1/orders',
    refund: async (payment: Payment): Promise<string> => `/v1/payments/${(await this.#paid(payment)).id}/refund`,
  };

  private constructor(
    private readonly url: string,
    readonly close: () => Promise<void>,
  ) {
    this.client = new RazorpayClient({ base: url, ...KEYS });
    this.environment = {
      STRIPE_SECRET_KEY: 'sk_test_unused',
      RAZORPAY_KEY_ID: KEYS.keyId,
      RAZORPAY_KEY_SECRET: KEYS.keySecret,
      RAZORPAY_WEBHOOK_SECRET: WEBHOOK_SECRET,
      RAZORPAY_API_BASE: url,
    };
  }

  /** Starts a sandbox on a journal of its own. */
  static async start(startSandbox: StartSandbox): Promise<RazorpayAtHand> {
    const dataDir = await mkdtemp(join(tmpdir(), 'razorpay-'));
    const sandbox = await startSandbox({ port: 0, dataDir, ...KEYS });
    return new RazorpayAtHand(sandbox.url, async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  async attempt(payment: Payment, attempt: Attempt): Promise<void> {
    await this.checkout(payment, ...INSTRUMENTS[attempt]);
  }

  /** The buyer pays in Razorpay's Checkout. A declined card is an answer, not a failure. */
  async checkout({ providerPaymentId }: Payment, method: string, instrument: string): Promise<Handed> {
    const body = { key: KEYS.keyId, order_id: providerPaymentId, method, instrument };
    return (await (await this.control('/checkout', body)).json()) as Handed;
  }

  async agree(payment: Payment, agreed: boolean): Promise<void> {
    const waiting = (await this.attemptsOf(payment)).find(({ status }) => status === 'created');
    await this.control(`/payments/${waiting!.id}`, { outcome: agreed ? 'succeed' : 'fail' });
  }

  async news(payment: Payment): Promise<Told> {
    return told((await this.attemptsOf(payment))[0]!);
  }

  async paymentsMadeFor(orderId: string): Promise<number> {
    let count = 0;
    for await (const { notes } of this.client.list(orderShape, '/orders')) if (notes.orderId === orderId) count += 1;
    return count;
  }

  async refunds(payment: Payment): Promise<number[]> {
    const amounts: number[] = [];
    for await (const { amount } of this.client.list(refundShape, `/payments/${(await this.#paid(payment)).id}/refunds`))
      amounts.push(amount);
    return amounts;
  }

  async lastRefundId(payment: Payment): Promise<string> {
    for await (const { id } of this.client.list(refundShape, `/payments/${(await this.#paid(payment)).id}/refunds`)) return id;
    throw new Error('nothing was given back');
  }

  async makeRefund(payment: Payment, amount: number, refundId: string): Promise<void> {
    await this.client.post(refundShape, `/payments/${(await this.#paid(payment)).id}/refund`, { amount, notes: { refundId } });
  }

  async dispute(payment: Payment, contested: { amount?: number } = {}): Promise<string> {
    const opened = await this.control(`/payments/${(await this.#paid(payment)).id}/dispute`, contested);
    return ((await opened.json()) as { id: string }).id;
  }

  async decide(disputeId: string, status: 'won' | 'lost'): Promise<void> {
    await this.control(`/disputes/${disputeId}`, { status });
  }

  async misfortune(fault: object): Promise<void> {
    await this.control('/faults', fault);
  }

  async peace(): Promise<void> {
    await fetch(`${this.url}/_sandbox/faults`, { method: 'DELETE' });
  }

  /** Uses a test control. */
  control(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${this.url}/_sandbox${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** The attempts to pay, newest first. */
  async attemptsOf({ providerPaymentId }: Payment): Promise<RazorpayAttempt[]> {
    return (await this.client.get(z.object({ items: z.array(attemptShape) }), `/orders/${providerPaymentId}/payments`)).items;
  }

  async #paid(payment: Payment): Promise<RazorpayAttempt> {
    return (await this.attemptsOf(payment)).find(({ status }) => status === 'captured' || status === 'refunded')!;
  }
}

function told(attempt: RazorpayAttempt, id = `event_${newId()}`): Told {
  return {
    id,
    with: ({ amountMinor: amount = attempt.amount, currency = attempt.currency, providerPaymentId: order_id = attempt.order_id! }) =>
      told({ ...attempt, amount, currency, order_id }),
    signed: (secret = WEBHOOK_SECRET) => letter(`payment.${attempt.status}`, { payment: { entity: attempt } }, id, secret),
  };
}

/** A webhook of Razorpay's. */
export function letter(event: string, payload: object, id: string, secret = WEBHOOK_SECRET) {
  const contains = Object.keys(payload);
  const body = JSON.stringify({ entity: 'event', account_id: 'acc_1', event, contains, payload, created_at: 1_700_000_000 });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { path: '/webhooks/razorpay', headers: { 'x-razorpay-signature': signature, 'x-razorpay-event-id': id }, body };
}
