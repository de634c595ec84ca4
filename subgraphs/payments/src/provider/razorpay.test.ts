import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startRazorpaySandbox, startStripeSandbox } from '@stoa/sandbox/index';
import { createPayment, endPayment } from '@stoa/schema/commands/payments';
import { DisputeUpdated, PaymentCaptured } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { closeFailedPayments } from '../payment/close-failed-payments.job.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { aCharge, anOpenPayment, deliver, paymentOf, StripeAtHand, verify } from '../testing/given-payment.ts';
import { letter, RazorpayAtHand } from '../testing/razorpay-at-hand.ts';

let razorpay: RazorpayAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  razorpay = await RazorpayAtHand.start(startRazorpaySandbox);
  payments = await startTestSubgraph(manifest, { environment: razorpay.environment });
});
afterAll(async () => {
  await payments?.stop();
  await razorpay?.close();
});

const opened = (): Promise<Payment> => anOpenPayment(payments, undefined, razorpay);
const status = async ({ id }: Payment): Promise<string> => (await paymentOf(payments, id)).status;
const parked = async (id: string): Promise<string | undefined> =>
  (await payments.sql.query<{ status: string }>('select status from provider_event where id = $1', [id]))[0]?.status;

/** The page hands over what Razorpay's Checkout told it. */
async function verifyWith({ id, buyerId }: Payment, claim: { providerPaymentId: string; signature: string }): Promise<string> {
  const text = 'mutation ($input: VerifyPaymentInput!) { verifyPayment(input: $input) { status } }';
  const buyer = { ...aBuyer(), userId: buyerId };
  const seen = await payments.as(buyer).query<{ verifyPayment: { status: string } }>(text, { input: { paymentId: id, ...claim } });
  return seen.verifyPayment.status;
}

test('a page gets what Checkout begins with: the key id, and the order as the id at the provider', async () => {
  const payment = await opened();
  const text = 'query ($id: ID!) { payment(id: $id) { provider providerPaymentId publishableKey clientSecret } }';
  const buyer = { ...aBuyer(), userId: payment.buyerId };
  expect(await payments.as(buyer).query(text, { id: payment.id })).toEqual({
    payment: {
      provider: 'RAZORPAY',
      providerPaymentId: expect.stringMatching(/^order_/),
      publishableKey: razorpay.environment.RAZORPAY_KEY_ID,
      clientSecret: null,
    },
  });
});

test('what Checkout signed is taken, and what somebody else signed, or for another payment, is refused and asks nobody', async () => {
  const [payment, other] = [await opened(), await opened()];
  const handed = await razorpay.checkout(payment, 'card', '4111111111111111');
  const claim = { providerPaymentId: handed.razorpay_payment_id, signature: handed.razorpay_signature! };
  for (const forged of [
    { ...claim, signature: 'f'.repeat(64) },
    { ...claim, signature: claim.signature.slice(2) },
    { ...claim, signature: 'nonsense' },
    { ...claim, providerPaymentId: 'pay_another' },
  ])
    await expect(verifyWith(payment, forged)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'signature' } });
  await expect(verifyWith(other, claim)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(await status(payment)).toBe('CREATED');
  expect(await verifyWith(payment, claim)).toBe('CAPTURED');
});

test('what the bank has agreed to is waited for, also where the order ends meanwhile', async () => {
  const payment = await opened();
  await razorpay.checkout(payment, 'upi', 'slow@razorpay');
  expect(await verify(payments, payment)).toBe('PROCESSING');
  await payments.answer(endPayment, { orderId: payment.orderId });
  expect(await status(payment)).toBe('PROCESSING');
  const [attempt] = await razorpay.attemptsOf(payment);
  await razorpay.control(`/payments/${attempt!.id}`, { outcome: 'succeed' });
  expect(await verify(payments, payment)).toBe('CAPTURED');
});

test('who pays what has ended here is captured all the same, for the order to give it back', async () => {
  const payment = await opened();
  await payments.answer(endPayment, { orderId: payment.orderId });
  expect(await status(payment)).toBe('CANCELLED');
  await razorpay.attempt(payment, 'pays');
  expect(await deliver(payments, (await razorpay.news(payment)).signed())).toBe(200);
  expect(await status(payment)).toBe('CAPTURED');
  expect((await payments.emitted(PaymentCaptured)).filter(({ paymentId }) => paymentId === payment.id)).toHaveLength(1);
});

test('of whose payment of what has ended here only the bank’s word comes, Razorpay is asked until it is captured', async () => {
  const payment = await opened();
  await payments.answer(endPayment, { orderId: payment.orderId });
  await payments.run(closeFailedPayments);
  await razorpay.checkout(payment, 'upi', 'slow@razorpay');
  expect(await deliver(payments, (await razorpay.news(payment)).signed())).toBe(200);
  await payments.run(closeFailedPayments);
  expect(await status(payment)).toBe('CANCELLED');
  const [attempt] = await razorpay.attemptsOf(payment);
  await razorpay.control(`/payments/${attempt!.id}`, { outcome: 'succeed' });
  await payments.run(closeFailedPayments);
  expect(await status(payment)).toBe('CAPTURED');
});

test.each([
  ['netbanking', 'HDFC'],
  ['wallet', 'freecharge'],
])('a buyer pays by %s, at the bank that they are sent to', async (method, instrument) => {
  const payment = await opened();
  await razorpay.checkout(payment, method, instrument);
  expect(await verify(payments, payment)).toBe('REQUIRES_ACTION');
  await razorpay.agree(payment, true);
  expect(await verify(payments, payment)).toBe('CAPTURED');
});

test('a paid order is told once more as an order, and is one capture', async () => {
  const payment = await opened();
  await razorpay.attempt(payment, 'pays');
  const [attempt] = await razorpay.attemptsOf(payment);
  const order = { id: payment.providerPaymentId, amount: 10_000, currency: 'INR', notes: { paymentId: payment.id } };
  const payload = { payment: { entity: attempt }, order: { entity: order } };
  for (const event of ['order.paid', 'payment.captured'])
    expect(await deliver(payments, letter(event, payload, `event_${newId()}`))).toBe(200);
  expect((await payments.emitted(PaymentCaptured)).filter(({ paymentId }) => paymentId === payment.id)).toHaveLength(1);
});

test('a refund that Razorpay would not make is refused, and so is one that leaves such a rest', async () => {
  const payment = await opened();
  await razorpay.attempt(payment, 'pays');
  await verify(payments, payment);
  const refund = (amountMinor: number): Promise<object> =>
    payments.as(anAdmin()).query('mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { status } }', {
      input: { paymentId: payment.id, idempotencyKey: newId(), amount: { amountMinor, currency: razorpay.currency } },
    });
  for (const amountMinor of [99, 9_950])
    await expect(refund(amountMinor)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'amount' } });
  for (const amountMinor of [9_900, 100]) expect(await refund(amountMinor)).toEqual({ refundPayment: { status: 'SUCCEEDED' } });
  expect(await status(payment)).toBe('REFUNDED');
});

test('a refund that its bank takes time for is pending until the webhook tells of its end, however often it does', async () => {
  await razorpay.control('/refunds', { processed: false });
  const payment = await opened();
  await razorpay.attempt(payment, 'pays');
  await verify(payments, payment);
  const text = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id status } }';
  const input = { paymentId: payment.id, idempotencyKey: newId() };
  const { refundPayment } = await payments.as(anAdmin()).query<{ refundPayment: { id: string; status: string } }>(text, { input });
  expect(refundPayment.status).toBe('PENDING');
  await razorpay.control('/refunds', { processed: true });
  const [row] = await payments.sql.query<{ id: string }>('select provider_refund_id as id from refund where id = $1', [refundPayment.id]);
  const entity = {
    ...{ id: row!.id, payment_id: 'pay_1', amount: 10_000, currency: 'INR', created_at: 1 },
    ...{ status: 'processed', notes: { refundId: refundPayment.id } },
  };
  const tell = () => deliver(payments, letter('refund.processed', { refund: { entity } }, `event_${newId()}`));
  // What a webhook says is only a reason to ask.
  expect(await tell()).toBe(200);
  expect(await status(payment)).toBe('CAPTURED');
  await razorpay.control(`/refunds/${row!.id}`, { outcome: 'process' });
  expect([await tell(), await tell()]).toEqual([200, 200]);
  expect(await status(payment)).toBe('REFUNDED');
});

test('a refund that somebody made at the provider, and a payment without an order, are parked', async () => {
  const refund = { id: 'rfnd_made_there', payment_id: 'pay_1', amount: 1, currency: 'INR', status: 'processed', notes: [], created_at: 1 };
  const attempt = { id: 'pay_strange', order_id: null, amount: 1, currency: 'INR', status: 'captured', created_at: 1 };
  const told = [
    ['refund.processed', { refund: { entity: refund } }],
    ['payment.captured', { payment: { entity: attempt } }],
  ] as const;
  for (const [event, payload] of told) {
    const id = `event_${newId()}`;
    expect(await deliver(payments, letter(event, payload, id))).toBe(200);
    expect(await parked(id)).toBe('PARKED');
  }
});

test('a dispute of a payment without an order is parked, since telling it again would change nothing', async () => {
  const attempt = { id: 'pay_strange', order_id: null, amount: 1, currency: 'INR', status: 'captured', created_at: 1 };
  const dispute = {
    id: 'disp_1',
    payment_id: attempt.id,
    amount: 1,
    currency: 'INR',
    reason_code: 'x',
    status: 'open',
    phase: 'chargeback',
  };
  const known: Record<string, object> = { '/v1/disputes/disp_1': dispute, '/v1/payments/pay_strange': attempt };
  const refusal = { error: { code: 'BAD_REQUEST_ERROR', description: 'pay_strange is not a valid id' } };
  const provider = createServer(({ url = '' }, response) => {
    response.writeHead(known[url] ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(known[url] ?? refusal));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => provider.once('listening', resolve));
  const RAZORPAY_API_BASE = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const asking = await startTestSubgraph(manifest, { environment: { ...razorpay.environment, RAZORPAY_API_BASE } });
  try {
    const payload = { payment: { entity: attempt }, dispute: { entity: dispute } };
    expect(await deliver(asking, letter('payment.dispute.created', payload, 'event_1'))).toBe(200);
    expect(await asking.sql.query('select status from provider_event')).toEqual([{ status: 'PARKED' }]);
  } finally {
    await asking.stop();
    provider.closeAllConnections();
    provider.close();
  }
});

test('a signed webhook that is no event, or has no id, is refused', async () => {
  const attempt = { id: 'pay_1', order_id: 'order_1', amount: 1, currency: 'INR', status: 'captured', created_at: 1 };
  for (const [payload, id] of [
    [{ payment: { entity: { ...attempt, amount: 'much' } } }, `event_${newId()}`],
    [{ payment: { entity: attempt } }, ''],
  ] as const)
    expect(await deliver(payments, letter('payment.captured', payload, id))).toBe(400);
});

test('where no account is set, Razorpay is refused as a wrong input, and its webhook is not there', async () => {
  const stripe = await StripeAtHand.start(startStripeSandbox);
  const without = await startTestSubgraph(manifest, { environment: stripe.environment });
  try {
    const charge = aCharge(undefined, 10_000, razorpay);
    const asked = without.answer(createPayment, charge, { key: charge.orderId });
    await expect(asked).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: 'RAZORPAY is not offered here' });
    expect(await deliver(without, letter('payment.captured', {}, 'event_1'))).toBe(404);
  } finally {
    await without.stop();
    await stripe.close();
  }
});

test('what a bank contests is held, given back where it is won, and kept where it is lost', async () => {
  const disputed = async () => (await payments.emitted(DisputeUpdated)).map(({ paymentId, status }) => ({ paymentId, status }));
  for (const end of ['won', 'lost'] as const) {
    const payment = await opened();
    await razorpay.attempt(payment, 'pays');
    const [attempt] = await razorpay.attemptsOf(payment);
    const entity = (await (await razorpay.control(`/payments/${attempt!.id}/dispute`, {})).json()) as { id: string };
    const tell = (event: string) =>
      deliver(payments, letter(`payment.dispute.${event}`, { payment: { entity: attempt }, dispute: { entity } }, `event_${newId()}`));
    expect(await tell('created')).toBe(200);
    expect(await paymentOf(payments, payment.id)).toMatchObject({ status: 'CAPTURED', disputed: true });
    await razorpay.control(`/disputes/${entity.id}`, { status: end });
    expect(await tell(end)).toBe(200);
    expect(await paymentOf(payments, payment.id)).toMatchObject({ disputed: false, lostMinor: end === 'lost' ? 10_000 : 0 });
    const told = (await disputed()).filter(({ paymentId }) => paymentId === payment.id).map(({ status }) => status);
    expect(told).toEqual(['OPEN', end.toUpperCase()]);
  }
});
