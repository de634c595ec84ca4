import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startRazorpaySandbox } from '@stoa/sandbox/index';
import { createPayment } from '@stoa/schema/commands/payments';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { RefundRequested } from '@stoa/schema/events/orders';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { aCharge, paymentOf, verify } from '../testing/given-payment.ts';
import { RazorpayAtHand } from '../testing/razorpay-at-hand.ts';
import { settleRefunds } from './settle-refunds.job.ts';

let razorpay: RazorpayAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  razorpay = await RazorpayAtHand.start(startRazorpaySandbox);
  payments = await startTestSubgraph(manifest, { environment: razorpay.environment });
});
afterEach(() => void razorpay.control('/refunds', { processed: true }));
afterAll(async () => {
  await payments?.stop();
  await razorpay?.close();
});

const { when } = scenarioOn(() => payments);

/** A payment of two lines of 5,000 each. */
async function paid(): Promise<Payment> {
  const charge = aCharge(undefined, 10_000, razorpay);
  const lines = [1, 2].map(() => ({ ...charge.lines[0]!, orderItemId: newId(), worthMinor: 5_000 }));
  const { paymentId } = await payments.answer(createPayment, { ...charge, lines }, { key: charge.orderId });
  const payment = await paymentOf(payments, paymentId);
  await razorpay.attempt(payment, 'pays');
  await verify(payments, payment);
  return paymentOf(payments, paymentId);
}

/** Somebody gives some of it back, which takes its time at the bank; the provider's id of it. */
async function slowly({ id: paymentId }: Payment, amountMinor: number): Promise<string> {
  await razorpay.control('/refunds', { processed: false });
  const text = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id status } }';
  const input = { paymentId, idempotencyKey: newId(), amount: { amountMinor, currency: 'INR' } };
  const { refundPayment } = await payments.as(anAdmin()).query<{ refundPayment: { id: string; status: string } }>(text, { input });
  expect(refundPayment.status).toBe('PENDING');
  await razorpay.control('/refunds', { processed: true });
  const [row] = await payments.sql.query<{ id: string }>('select provider_refund_id as id from refund where id = $1', [refundPayment.id]);
  return row!.id;
}

async function theBank(providerRefundId: string, outcome: 'process' | 'fail'): Promise<void> {
  await razorpay.control(`/refunds/${providerRefundId}`, { outcome });
  await payments.sql.query('update refund set next_try_at = now() where provider_refund_id = $1', [providerRefundId]);
  await payments.run(settleRefunds);
  await payments.run(settleRefunds);
}

const drop = ({ orderId, lines }: Payment, index: number): Promise<unknown> => {
  const { orderItemId, variantId, sellerId } = lines[index]!;
  const items = [{ orderItemId, variantId, quantity: 1 }];
  return when(ItemsDropped, { shipmentId: newId(), orderId, sellerId, reason: 'SHIPMENT_CANCELLED', items });
};

const given = async ({ id }: Payment): Promise<number[]> =>
  (await payments.emitted(RefundSucceeded)).filter(({ paymentId }) => paymentId === id).map(({ amount }) => amount.amountMinor);

test('a line that is not sent goes back whole where a refund of some of it, which was on its way, fails', async () => {
  const payment = await paid();
  const slow = await slowly(payment, 150);
  await drop(payment, 0);
  await payments.run(settleRefunds);
  expect(await given(payment)).toEqual([]);
  await theBank(slow, 'fail');
  expect(await given(payment)).toEqual([5_000]);
});

test('and what is left of it where that one arrives', async () => {
  const payment = await paid();
  const slow = await slowly(payment, 150);
  await drop(payment, 0);
  await theBank(slow, 'process');
  expect(await given(payment)).toEqual([150, 4_925]);
});

test('an order that ends waits for all that is on its way, and then keeps nothing', async () => {
  const payment = await paid();
  const slow = await slowly(payment, 9_900);
  await when(RefundRequested, { orderId: payment.orderId, reason: 'It had ended' });
  await payments.run(settleRefunds);
  expect(await given(payment)).toEqual([]);
  await theBank(slow, 'fail');
  expect(await given(payment)).toEqual([10_000]);
});

test('what goes back of other lines keeps nobody waiting', async () => {
  const payment = await paid();
  await razorpay.control('/refunds', { processed: false });
  await drop(payment, 0);
  await payments.run(settleRefunds);
  await razorpay.control('/refunds', { processed: true });
  await drop(payment, 1);
  await payments.run(settleRefunds);
  expect(await given(payment)).toEqual([5_000]);
});
