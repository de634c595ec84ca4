import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, aSeller, openTransaction, scenarioOn, startTestSubgraph, type TestSubgraph, untilWaiting } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { RefundRequested } from '@stoa/schema/events/orders';
import { LineRefunded, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { aCapturedPayment, anOpenPayment, StripeAtHand } from '../testing/given-payment.ts';
import { settleRefunds } from './settle-refunds.job.ts';

let stripe: StripeAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  stripe = await StripeAtHand.start(startStripeSandbox);
  payments = await startTestSubgraph(manifest, { environment: stripe.environment });
});
afterEach(() => stripe.peace());
afterAll(async () => {
  await payments?.stop();
  await stripe?.close();
});

const { when, then } = scenarioOn(() => payments);

const admin = anAdmin();
const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id status amount { amountMinor } } }';
type Seen = { refundPayment: { id: string; status: string; amount: { amountMinor: number } } };

const refund = async ({ id: paymentId }: Payment, input: Record<string, unknown> = {}): Promise<Seen['refundPayment']> =>
  (await payments.as(admin).query<Seen>(REFUND, { input: { paymentId, idempotencyKey: newId(), ...input } })).refundPayment;

const atProvider = async ({ providerPaymentId }: Payment): Promise<number[]> =>
  (await stripe.client.refunds.list({ payment_intent: providerPaymentId! })).data.map(({ amount }) => amount);
const told = async ({ id }: Payment): Promise<{ full: boolean; amountMinor: number }[]> =>
  (await payments.emitted(RefundSucceeded))
    .filter(({ paymentId }) => paymentId === id)
    .map(({ full, amount }) => ({ full, amountMinor: amount.amountMinor }));
const linesTold = async ({ id }: Payment): Promise<string[]> =>
  (await payments.emitted(LineRefunded)).filter(({ paymentId }) => paymentId === id).map(({ orderItemId }) => orderItemId);
const WHOLE = [{ full: true, amountMinor: 10_000 }];

/** A refund that waits is due now, by the only clock that counts. */
async function settleNow({ id }: Payment): Promise<void> {
  await payments.sql.query('update refund set next_try_at = now() where payment_id = $1', [id]);
  await payments.run(settleRefunds);
}

test('a refund in full is given once for its key, however often and however fast it is asked for', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const idempotencyKey = newId();
  const seen = await Promise.all([1, 2, 3, 4].map(() => refund(payment, { idempotencyKey })));
  seen.push(await refund(payment, { idempotencyKey }));
  expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
  expect(seen.at(-1)).toMatchObject({ status: 'SUCCEEDED', amount: { amountMinor: 10_000 } });
  expect(await atProvider(payment)).toEqual([10_000]);
  expect(await told(payment)).toEqual(WHOLE);
  expect(await then.now(payment)).toMatchObject({ status: 'REFUNDED', refundedMinor: 10_000 });
});

test('a refund that the provider has taken in hand is asked after, not asked for again', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await stripe.misfortune({ kind: 'lose-request', times: 10, method: 'POST', path: '/v1/refunds' });
  const { id } = await refund(payment);
  await stripe.peace();
  const taken = await stripe.client.refunds.create({ payment_intent: payment.providerPaymentId!, amount: 10_000 });
  await payments.sql.query('update refund set provider_refund_id = $2 where id = $1', [id, taken.id]);
  await settleNow(payment);
  expect(await told(payment)).toEqual(WHOLE);
  expect(await atProvider(payment)).toEqual([10_000]);
});

test('a key that is used for two payments at once refunds one of them, and is a conflict for the other', async () => {
  const [first, second] = [await aCapturedPayment(payments, stripe), await aCapturedPayment(payments, stripe)];
  // Both have looked for the key before either of them writes it.
  const between = await openTransaction(payments, (sql) => sql.query('lock table refund in share mode'));
  const idempotencyKey = newId();
  const asked = Promise.allSettled([refund(first, { idempotencyKey }), refund(second, { idempotencyKey })]);
  await untilWaiting(payments, 2);
  await between.commit();
  const answers = await asked;
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(answers.find((answer) => answer.status === 'rejected')).toMatchObject({ reason: { code: 'IDEMPOTENCY_CONFLICT' } });
});

test('a key that was used for another payment is a conflict', async () => {
  const [first, second] = [await aCapturedPayment(payments, stripe), await aCapturedPayment(payments, stripe)];
  const idempotencyKey = newId();
  await refund(first, { idempotencyKey });
  await expect(refund(second, { idempotencyKey })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  await then.unchanged(second);
});

test('what is refunded already, or was never captured, cannot be refunded', async () => {
  const [captured, open] = [await aCapturedPayment(payments, stripe), await anOpenPayment(payments)];
  await refund(captured);
  await expect(refund(captured)).rejects.toMatchObject({ code: 'NOT_REFUNDABLE' });
  await expect(refund(open)).rejects.toMatchObject({ code: 'NOT_REFUNDABLE' });
  expect(await atProvider(captured)).toEqual([10_000]);
});

test('a refund of more, of nothing, or in another currency is refused', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const of = (amountMinor: number, currency = 'USD') => refund(payment, { amount: { amountMinor, currency } });
  await expect(of(10_001)).rejects.toMatchObject({ code: 'REFUND_TOO_LARGE', details: { left: { amountMinor: 10_000 } } });
  await expect(of(0)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(of(10_000, 'EUR')).rejects.toMatchObject({ code: 'CURRENCY_MISMATCH' });
  await expect(refund(payment, { items: [] })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(await of(10_000)).toMatchObject({ status: 'SUCCEEDED' });
});

test('a refund in parts moves the payment on, and tells of the line when nothing of it is left', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const [line] = payment.lines;
  expect(await refund(payment, { amount: { amountMinor: 4_000, currency: 'USD' } })).toMatchObject({ amount: { amountMinor: 4_000 } });
  expect(await then.now(payment)).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundedMinor: 4_000 });
  expect(await linesTold(payment)).toEqual([]);
  await refund(payment, { items: [{ orderItemId: line!.orderItemId, quantity: 1 }] });
  expect(await then.now(payment)).toMatchObject({ status: 'REFUNDED', refundedMinor: 10_000 });
  expect(await linesTold(payment)).toEqual([line!.orderItemId]);
  expect(await told(payment)).toEqual([
    { full: false, amountMinor: 4_000 },
    { full: true, amountMinor: 6_000 },
  ]);
  const fees = (await payments.emitted(RefundSucceeded))
    .filter(({ paymentId }) => paymentId === payment.id)
    .map(({ split }) => split[0]!.feeMinor);
  expect(fees).toEqual([400, 600]);
});

test('a line that was worth nothing ends with the rest of its payment', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const [line] = payment.lines;
  const gift = { ...line!, orderItemId: newId(), worthMinor: 0 };
  await payments.sql.query('update payment set lines = $2 where id = $1', [payment.id, JSON.stringify([line, gift])]);
  await refund(payment, { amount: { amountMinor: 4_000, currency: 'USD' } });
  expect(await linesTold(payment)).toEqual([]);
  await refund(payment);
  expect(await linesTold(payment)).toEqual([line!.orderItemId, gift.orderItemId]);
});

test('what the platform had paid for goes back without its provider, once, and is told', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const [line] = payment.lines;
  const parts = { grossMinor: 700, feeMinor: 70, taxMinor: 0, shippingMinor: 0, discountMinor: 700 };
  const gift = { ...line!, orderItemId: newId(), quantity: 1, worthMinor: 0, parts };
  await payments.sql.query('update payment set lines = $2 where id = $1', [payment.id, JSON.stringify([line, gift])]);
  const given = { items: [{ orderItemId: gift.orderItemId, quantity: 1 }] };
  expect(await refund(payment, given)).toMatchObject({ status: 'SUCCEEDED', amount: { amountMinor: 0 } });
  await expect(refund(payment, given)).rejects.toMatchObject({ code: 'REFUND_TOO_LARGE' });
  expect(await then.now(payment)).toMatchObject({ status: 'CAPTURED', refundedMinor: 0 });
  expect(await atProvider(payment)).toEqual([]);
  expect(await linesTold(payment)).toEqual([gift.orderItemId]);
  await refund(payment);
  expect(await linesTold(payment)).toEqual([gift.orderItemId, line!.orderItemId]);
  const split = (await payments.emitted(RefundSucceeded)).filter(({ paymentId }) => paymentId === payment.id).map((told) => told.split[0]);
  expect(split[0]).toMatchObject(parts);
  expect(split[1]).toMatchObject({ discountMinor: 0 });
});

test('a seller gives back what they sold; another seller finds no such payment', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const asSeller = (sellerId: string) =>
    payments.as({ ...aSeller(), sellerId }).query<Seen>(REFUND, { input: { paymentId: payment.id, idempotencyKey: newId() } });
  await expect(asSeller(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await asSeller(payment.lines[0]!.sellerId)).toMatchObject({ refundPayment: { amount: { amountMinor: 10_000 } } });
});

test('fifty at once give the rest back once', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await refund(payment, { amount: { amountMinor: 2_500, currency: 'USD' } });
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => refund(payment)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const codes = answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : []));
  expect(new Set(codes)).toEqual(new Set(['NOT_REFUNDABLE']));
  expect((await atProvider(payment)).toSorted()).toEqual([2_500, 7_500]);
});

test('a refund whose key the provider has forgotten is found again, not repeated', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await stripe.misfortune({ kind: 'lose-request', times: 10, method: 'POST', path: '/v1/refunds' });
  const { id: refundId } = await refund(payment);
  await stripe.peace();
  // As our own question of two days ago would have left it: made there, under a key that is no longer known.
  await stripe.client.refunds.create({ payment_intent: payment.providerPaymentId!, amount: 10_000, metadata: { refundId } });
  await settleNow(payment);
  expect(await atProvider(payment)).toEqual([10_000]);
  expect(await told(payment)).toEqual(WHOLE);
});

test("an order's request is refunded once, however many events it comes in", async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const request = { orderId: payment.orderId, reason: 'Its goods were sold out before the payment came' };
  await when(RefundRequested, request);
  await when(RefundRequested, request);
  await settleNow(payment);
  await settleNow(payment);
  await when(RefundRequested, request);
  await settleNow(payment);
  expect(await atProvider(payment)).toEqual([10_000]);
  expect(await told(payment)).toEqual(WHOLE);
});

test('an order whose money an administrator has given back already has nothing more to ask for', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await refund(payment);
  await when(RefundRequested, { orderId: payment.orderId, reason: 'It had ended' });
  await settleNow(payment);
  expect(await atProvider(payment)).toEqual([10_000]);
});

test.each(['lose-reply', 'lose-request', 'answer-error'])('a refund without an answer (%s) waits, and is given once', async (kind) => {
  const payment = await aCapturedPayment(payments, stripe);
  await stripe.misfortune({ kind, times: 3, method: 'POST', path: '/v1/refunds', status: 500 });
  const idempotencyKey = newId();
  expect(await refund(payment, { idempotencyKey })).toMatchObject({ status: 'PENDING' });
  await stripe.peace();
  await settleNow(payment);
  expect(await refund(payment, { idempotencyKey })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await atProvider(payment)).toEqual([10_000]);
  expect(await told(payment)).toEqual(WHOLE);
});

test('what a seller cannot send is paid back once, by the line, or by the seller where the payment knows no lines', async () => {
  for (const itemOf of [(line: { orderItemId: string }) => line.orderItemId, () => newId()]) {
    const payment = await aCapturedPayment(payments, stripe);
    const [line] = payment.lines;
    const items = [{ orderItemId: itemOf(line!), variantId: line!.variantId, quantity: 1 }];
    const drop = { shipmentId: newId(), orderId: payment.orderId, sellerId: line!.sellerId, reason: 'SHIPMENT_CANCELLED' as const, items };
    await when(ItemsDropped, drop);
    await when(ItemsDropped, drop);
    await settleNow(payment);
    expect(await atProvider(payment)).toEqual([10_000]);
    expect(await linesTold(payment)).toEqual([line!.orderItemId]);
  }
});
