import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { armCrashPoint, disarmCrashPoints } from '@stoa/kit/crash';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startRazorpaySandbox, startStripeSandbox } from '@stoa/sandbox/index';
import { createPayment, endPayment } from '@stoa/schema/commands/payments';
import { PaymentCaptured, PaymentFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { closeFailedPayments } from '../payment/close-failed-payments.job.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { pollOpenPayments } from '../payment/poll-open-payments.job.ts';
import { settleRefunds } from '../refund/settle-refunds.job.ts';
import { aCharge, anOpenPayment, deliver, paymentOf, StripeAtHand, verify } from '../testing/given-payment.ts';
import type { ProviderAtHand } from '../testing/provider-at-hand.ts';
import { RazorpayAtHand } from '../testing/razorpay-at-hand.ts';
import { stripePort } from '../testing/stripe-port-at-hand.ts';
import { examineParkedEvents } from '../webhook/examine-parked-events.job.ts';

// What is promised of a provider behind the port, whoever it is.
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
  afterEach(() => {
    disarmCrashPoints();
    return provider.peace();
  });
  afterAll(async () => {
    await payments?.stop();
    await provider?.close();
  });

  const opened = (): Promise<Payment> => anOpenPayment(payments, undefined, provider);
  const captured = async (): Promise<Payment> => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    await verify(payments, payment);
    return payment;
  };
  const status = async ({ id }: Payment): Promise<string> => (await paymentOf(payments, id)).status;
  const told = async ({ id }: Payment): Promise<{ captured: number; failed: number }> => ({
    captured: (await payments.emitted(PaymentCaptured)).filter(({ paymentId }) => paymentId === id).length,
    failed: (await payments.emitted(PaymentFailed)).filter(({ paymentId }) => paymentId === id).length,
  });
  const parked = async (id: string): Promise<string | undefined> =>
    (await payments.sql.query<{ status: string }>('select status from provider_event where id = $1', [id]))[0]?.status;
  const admin = anAdmin();
  const refund = async ({ id: paymentId }: Payment, input: object = {}): Promise<{ id: string; status: string }> => {
    const text = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id status } }';
    const variables = { input: { paymentId, idempotencyKey: newId(), ...input } };
    return (await payments.as(admin).query<{ refundPayment: { id: string; status: string } }>(text, variables)).refundPayment;
  };
  const part = (amountMinor: number) => ({ amount: { amountMinor, currency: provider.currency } });
  const settleRefundsOf = async ({ id }: Payment): Promise<void> => {
    await payments.sql.query('update refund set next_try_at = now() where payment_id = $1', [id]);
    await payments.run(settleRefunds);
  };

  test('a payment is captured by its webhook, once, however often and wherever it is told', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    const news = await provider.news(payment);
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(payments, news.signed())));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await verify(payments, payment)).toBe('CAPTURED');
    expect(await told(payment)).toEqual({ captured: 1, failed: 0 });
    expect(await parked(news.id)).toBe('HANDLED');
  });

  test('without any webhook, asking is enough', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    await payments.sql.query('update payment set next_poll_at = now() where id = $1', [payment.id]);
    await payments.run(pollOpenPayments);
    expect(await status(payment)).toBe('CAPTURED');
  });

  test("a declined card is told in the provider's words, and nothing more is taken here", async () => {
    const payment = await opened();
    await provider.attempt(payment, 'declines');
    await expect(verify(payments, payment)).rejects.toMatchObject({
      code: 'PAYMENT_FAILED',
      details: { paymentStatus: 'failed', providerCode: expect.any(String), providerMessage: expect.stringMatching(/declined/) },
    });
    await payments.run(closeFailedPayments);
    expect(await paymentOf(payments, payment.id)).toMatchObject({ status: 'FAILED', closed: true });
    expect(await told(payment)).toEqual({ captured: 0, failed: 1 });
  });

  test.each([true, false])('news of a decline and of a good card count as paid in any order (decline first: %s)', async (declineFirst) => {
    const payment = await opened();
    await provider.attempt(payment, 'declines');
    const declined = await provider.news(payment);
    await provider.attempt(payment, 'pays');
    const paid = (await provider.news(payment)).signed();
    for (const letter of declineFirst ? [declined.signed(), paid] : [paid, declined.signed()])
      expect(await deliver(payments, letter)).toBe(200);
    expect(await told(payment)).toEqual({ captured: 1, failed: 0 });
  });

  test.each(['webhook', 'verifyPayment'])('an attempt that waits for its buyer moves on by %s', async (by) => {
    const payment = await opened();
    await provider.attempt(payment, 'waits');
    const hear = async () =>
      by === 'webhook' ? void (await deliver(payments, (await provider.news(payment)).signed())) : await verify(payments, payment);
    await hear();
    expect(await status(payment)).toBe('REQUIRES_ACTION');
    await provider.agree(payment, true);
    await hear();
    expect(await status(payment)).toBe('CAPTURED');
  });

  test('an attempt to which its buyer says no has failed', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'waits');
    await provider.agree(payment, false);
    await expect(verify(payments, payment)).rejects.toMatchObject({ code: 'PAYMENT_FAILED' });
  });

  test.each([
    ['another amount', { amountMinor: 9_999 }],
    ['another currency', { currency: 'EUR' }],
  ])('news of %s is parked for a person, and moves nothing', async (_what, changes) => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    const news = (await provider.news(payment)).with(changes);
    expect(await deliver(payments, news.signed())).toBe(200);
    await payments.run(examineParkedEvents);
    expect(await parked(news.id)).toBe('PARKED');
    expect(await status(payment)).toBe('CREATED');
  });

  test('news that the provider did not sign is refused, and nothing is written', async () => {
    const payment = await opened();
    await provider.attempt(payment, 'pays');
    const before = await payments.state();
    const news = await provider.news(payment);
    expect(await deliver(payments, news.signed('whsec_of_somebody_else'))).toBe(400);
    expect(await deliver(payments, { ...news.signed(), body: `${news.signed().body} ` })).toBe(400);
    expect(await payments.state()).toEqual(before);
  });

  test.each(['lose-reply', 'lose-request', 'answer-error'])('making a payment without an answer (%s) and again makes one', async (kind) => {
    const charge = aCharge(undefined, 10_000, provider);
    const ask = () => payments.answer(createPayment, charge, { key: charge.orderId });
    await provider.misfortune({ kind, times: 3, method: 'POST', path: provider.paths.create, status: 500 });
    await expect(ask()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await provider.peace();
    const { paymentId } = await ask();
    expect(await ask()).toEqual({ paymentId });
    expect(await provider.paymentsMadeFor(charge.orderId)).toBe(1);
  });

  test('ending an open payment says that it has ended, and what was paid meanwhile says so', async () => {
    const [open, paid] = [await opened(), await opened()];
    await provider.attempt(paid, 'pays');
    expect(await payments.answer(endPayment, { orderId: open.orderId })).toEqual({ outcome: 'CANCELLED' });
    expect(await payments.answer(endPayment, { orderId: paid.orderId })).toEqual({ outcome: 'CAPTURED' });
    expect(await status(open)).toBe('CANCELLED');
    expect(await told(paid)).toEqual({ captured: 1, failed: 0 });
  });

  test('money goes back in parts and to the end, and never more', async () => {
    const payment = await captured();
    expect(await refund(payment, part(4_000))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await status(payment)).toBe('PARTIALLY_REFUNDED');
    await expect(refund(payment, part(6_001))).rejects.toMatchObject({ code: 'REFUND_TOO_LARGE' });
    await refund(payment);
    expect(await status(payment)).toBe('REFUNDED');
    expect((await provider.refunds(payment)).toSorted()).toEqual([4_000, 6_000]);
  });

  test.each(['lose-reply', 'lose-request', 'answer-error'])('a refund without an answer (%s) waits, and is given once', async (kind) => {
    const payment = await captured();
    await provider.misfortune({ kind, times: 3, method: 'POST', path: await provider.paths.refund(payment), status: 500 });
    expect(await refund(payment)).toMatchObject({ status: 'PENDING' });
    await provider.peace();
    await settleRefundsOf(payment);
    await settleRefundsOf(payment);
    expect(await provider.refunds(payment)).toEqual([10_000]);
    expect((await payments.emitted(RefundSucceeded)).filter(({ paymentId }) => paymentId === payment.id)).toHaveLength(1);
  });

  test.each([
    'calling',
    'called',
  ] as const)('a crash while a refund that is on its way is asked after (%s) leaves it to be asked after again', async (place) => {
    const payment = await captured();
    await provider.misfortune({ kind: 'lose-request', times: 10, method: 'POST', path: await provider.paths.refund(payment) });
    const { id } = await refund(payment);
    await provider.peace();
    await provider.makeRefund(payment, 10_000, id);
    const providerRefundId = await provider.lastRefundId(payment);
    await payments.sql.query('update refund set provider_refund_id = $2 where id = $1', [id, providerRefundId]);
    armCrashPoint(`${place}:${provider.name.toLowerCase()}.retrieveRefund`);
    await settleRefundsOf(payment);
    expect(await status(payment)).toBe('CAPTURED');
    await settleRefundsOf(payment);
    expect(await status(payment)).toBe('REFUNDED');
    expect(await provider.refunds(payment)).toEqual([10_000]);
  });

  test('a refund of which both the provider has forgotten the key and our database everything is found again, not repeated', async () => {
    const payment = await captured();
    const idempotencyKey = newId();
    const asked = { ...part(4_000), idempotencyKey };
    await provider.misfortune({ kind: 'lose-request', times: 10, method: 'POST', path: await provider.paths.refund(payment) });
    const { id } = await refund(payment, asked);
    await provider.peace();
    await provider.makeRefund(payment, 4_000, id);
    await payments.sql.query('delete from refund where id = $1', [id]);
    expect(await refund(payment, asked)).toEqual({ id, status: 'SUCCEEDED' });
    expect(await provider.refunds(payment)).toEqual([4_000]);
  });

  test('a refund whose key the provider has forgotten is found again, not repeated', async () => {
    const payment = await captured();
    await provider.misfortune({ kind: 'lose-request', times: 10, method: 'POST', path: await provider.paths.refund(payment) });
    const { id } = await refund(payment);
    await provider.peace();
    await provider.makeRefund(payment, 10_000, id);
    await settleRefundsOf(payment);
    expect(await provider.refunds(payment)).toEqual([10_000]);
    expect(await status(payment)).toBe('REFUNDED');
  });
});
