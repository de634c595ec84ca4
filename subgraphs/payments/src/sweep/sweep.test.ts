import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startRazorpaySandbox, startStripeSandbox } from '@stoa/sandbox/index';
import { endPayment, sendPayout } from '@stoa/schema/commands/payments';
import { DisputeUpdated, PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { anOpenPayment, paymentOf, StripeAtHand, verify } from '../testing/given-payment.ts';
import type { ProviderAtHand } from '../testing/provider-at-hand.ts';
import { RazorpayAtHand } from '../testing/razorpay-at-hand.ts';
import { stripePort } from '../testing/stripe-port-at-hand.ts';
import { batches } from './batches.ts';
import { sweepProviders } from './sweep-providers.job.ts';

describe.each([
  ['Stripe', async () => stripePort(await StripeAtHand.start(startStripeSandbox))],
  ['Razorpay', () => RazorpayAtHand.start(startRazorpaySandbox)],
] as const)('%s', (_name, open) => {
  let provider: ProviderAtHand;
  let payments: TestSubgraph;
  beforeAll(async () => {
    provider = await open();
    payments = await startTestSubgraph(manifest, { environment: provider.environment });
  });
  beforeEach(async () => {
    await payments.sql.query(
      `insert into provider_sweep (provider, swept_until, next_sweep_at) values ($1, now() - interval '1 day', now() + interval '1 day')
       on conflict (provider) do update set swept_until = excluded.swept_until, next_sweep_at = excluded.next_sweep_at`,
      [provider.name],
    );
  });
  afterEach(() => provider.peace());
  afterAll(async () => {
    await payments?.stop();
    await provider?.close();
  });

  const opened = (): Promise<Payment> => anOpenPayment(payments, undefined, provider);
  const status = async ({ id }: Payment): Promise<string> => (await paymentOf(payments, id)).status;
  const sweep = async (): Promise<void> => {
    await payments.sql.query('update provider_sweep set next_sweep_at = now() where provider = $1', [provider.name]);
    await payments.run(sweepProviders);
  };
  const stateOfSweep = async () =>
    (
      await payments.sql.query<{ fresh: boolean; due: boolean }>(
        `select swept_until > now() - interval '1 hour' as fresh, next_sweep_at <= now() + interval '61 minutes' as due
         from provider_sweep where provider = $1`,
        [provider.name],
      )
    )[0];
  const captures = async ({ id }: Payment): Promise<number> =>
    (await payments.emitted(PaymentCaptured)).filter(({ paymentId }) => paymentId === id).length;
  const parked = (): Promise<{ id: string; note: string }[]> =>
    payments.sql.query(`select id, note from provider_event where status = 'PARKED' and type = 'sweep'`);

  test('payments of which nobody told, open here or given up, are captured once', async () => {
    const [open, ended, untouched] = [await opened(), await opened(), await opened()];
    if (provider.name === 'RAZORPAY') await payments.answer(endPayment, { orderId: ended.orderId });
    for (const payment of [open, ended]) await provider.attempt(payment, 'pays');
    await sweep();
    await sweep();
    expect([await status(open), await status(ended), await status(untouched)]).toEqual(['CAPTURED', 'CAPTURED', 'CREATED']);
    expect([await captures(open), await captures(ended)]).toEqual([1, 1]);
    expect(await stateOfSweep()).toEqual({ fresh: true, due: false });
  });

  test('a decline of which nobody told fails the payment', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'declines');
    await sweep();
    expect(await status(payment)).toBe('FAILED');
  });

  test('a refund whose end nobody told has ended', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    await verify(payments, payment);
    await provider.misfortune({ kind: 'lose-reply', times: 3, method: 'POST', path: await provider.paths.refund(payment) });
    const text = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { status } }';
    const input = { paymentId: payment.id, idempotencyKey: newId() };
    expect(await payments.as(anAdmin()).query(text, { input })).toEqual({ refundPayment: { status: 'PENDING' } });
    await provider.peace();
    await payments.sql.query('update refund set tries = 1 where payment_id = $1', [payment.id]);
    await sweep();
    await sweep();
    expect(await status(payment)).toBe('REFUNDED');
    expect((await payments.emitted(RefundSucceeded)).filter(({ paymentId }) => paymentId === payment.id)).toHaveLength(1);
    expect(await provider.refunds(payment)).toEqual([10_000]);
  });

  test('a dispute of which nobody told is noted, and so is how it ended, once', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    const dispute = await provider.dispute(payment);
    await sweep();
    await provider.decide(dispute, 'lost');
    await sweep();
    await sweep();
    const told = (await payments.emitted(DisputeUpdated)).filter(({ paymentId }) => paymentId === payment.id);
    expect(told.map(({ status }) => status)).toEqual(['OPEN', 'LOST']);
    expect(await paymentOf(payments, payment.id)).toMatchObject({ disputed: false, lostMinor: 10_000 });
  });

  test('money that moved there and is unknown here is parked for a person, once', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    await provider.makeRefund(payment, 2_500, newId());
    const dispute = await provider.dispute(payment);
    await payments.sql.query('delete from payment where id = $1', [payment.id]);
    await sweep();
    await sweep();
    const about = (await parked()).filter(
      ({ id, note }) => id.endsWith(payment.providerPaymentId!) || id.endsWith(dispute) || note.startsWith('no refund of ours'),
    );
    expect(about).toHaveLength(3);
  });

  test('a provider that does not answer is asked again in an hour, from where the last whole sweep ended', async () => {
    const path = '/v1/refunds';
    await provider.misfortune({ kind: 'answer-error', times: 5, method: 'GET', path, status: 500 });
    await sweep();
    expect(await stateOfSweep()).toEqual({ fresh: false, due: true });
  });

  test('what is not due asks nobody', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    await payments.run(sweepProviders);
    expect(await status(payment)).toBe('CREATED');
  });
});

test('a transfer that no payout of ours explains is parked, and one of ours is not', async () => {
  const stripe = await StripeAtHand.start(startStripeSandbox);
  const payments = await startTestSubgraph(manifest, { environment: stripe.environment });
  try {
    await stripe.pay(await anOpenPayment(payments));
    const accountId = await stripe.anAccount();
    await stripe.onboard(accountId);
    const payout = { payoutId: newId(), accountId, amount: { amountMinor: 500, currency: 'USD' } };
    await payments.answer(sendPayout, payout, { key: payout.payoutId });
    const { id } = await stripe.client.transfers.create({ amount: 700, currency: 'usd', destination: accountId });
    await payments.sql.query(`update provider_sweep set next_sweep_at = now() where provider = 'STRIPE'`);
    await payments.run(sweepProviders);
    const parked = await payments.sql.query<{ id: string; note: string }>(`select id, note from provider_event where note like '%payout%'`);
    expect(parked).toEqual([{ id: `sweep:${id}`, note: `no payout of ours: ${id}` }]);
  } finally {
    await payments.stop();
    await stripe.close();
  }
});

test('what comes one by one is gathered by the hundred', async () => {
  async function* numbers(count: number): AsyncGenerator<number> {
    for (let number = 0; number < count; number += 1) yield number;
  }
  const sizes = async (count: number): Promise<number[]> => {
    const found: number[] = [];
    for await (const batch of batches(numbers(count))) found.push(batch.length);
    return found;
  };
  expect([await sizes(0), await sizes(100), await sizes(250)]).toEqual([[], [100], [100, 100, 50]]);
});
