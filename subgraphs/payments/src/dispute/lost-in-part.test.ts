import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startRazorpaySandbox, startStripeSandbox } from '@stoa/sandbox/index';
import { createPayment } from '@stoa/schema/commands/payments';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { RefundRequested } from '@stoa/schema/events/orders';
import { RefundFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { disputeShape } from '../provider/razorpay-shapes.ts';
import { settleRefunds } from '../refund/settle-refunds.job.ts';
import {
  aCapturedPayment,
  aCharge,
  anOpenPayment,
  deliver,
  notifyOfDispute,
  paymentOf,
  StripeAtHand,
  verify,
} from '../testing/given-payment.ts';
import { letter, RazorpayAtHand } from '../testing/razorpay-at-hand.ts';

const KEPT_MINOR = 2_500;
const REST_MINOR = 7_500;

let stripe: StripeAtHand;
let razorpay: RazorpayAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  stripe = await StripeAtHand.start(startStripeSandbox);
  razorpay = await RazorpayAtHand.start(startRazorpaySandbox);
  payments = await startTestSubgraph(manifest, { environment: { ...razorpay.environment, ...stripe.environment } });
});
afterAll(async () => {
  await payments?.stop();
  await razorpay?.close();
  await stripe?.close();
});

const { when } = scenarioOn(() => payments);

const amountsOf = async (event: typeof RefundSucceeded | typeof RefundFailed, { id }: Payment): Promise<number[]> =>
  (await payments.emitted(event)).filter(({ paymentId }) => paymentId === id).map(({ amount }) => amount.amountMinor);
async function newsFromRazorpay(disputeId: string): Promise<void> {
  const entity = await razorpay.client.get(disputeShape, `/disputes/${disputeId}`);
  expect(await deliver(payments, letter(`payment.dispute.${entity.status}`, { dispute: { entity } }, `event_${newId()}`))).toBe(200);
}
const endOrder = ({ orderId }: Payment): Promise<unknown> => when(RefundRequested, { orderId, reason: 'It had ended' });

async function paidByRazorpay(): Promise<Payment> {
  const payment = await anOpenPayment(payments, undefined, razorpay);
  await razorpay.attempt(payment, 'pays');
  await verify(payments, payment);
  return paymentOf(payments, payment.id);
}

test('a bank keeps a part, and the rest, which was refused while it was contested, goes back', async () => {
  const payment = await paidByRazorpay();
  const dispute = await razorpay.dispute(payment, { amount: KEPT_MINOR });
  // Nobody has told us of the dispute yet: all of it is asked for, and Razorpay refuses.
  await endOrder(payment);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundFailed, payment)).toEqual([10_000]);
  await newsFromRazorpay(dispute);
  await razorpay.decide(dispute, 'lost');
  await newsFromRazorpay(dispute);
  await newsFromRazorpay(dispute);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundSucceeded, payment)).toEqual([REST_MINOR]);
  expect(await paymentOf(payments, payment.id)).toMatchObject({ disputed: false, lostMinor: KEPT_MINOR, refundedMinor: REST_MINOR });
});

test('a bank that decides before anybody knew of the dispute leaves the rest to go back', async () => {
  const payment = await paidByRazorpay();
  const dispute = await razorpay.dispute(payment, { amount: KEPT_MINOR });
  await endOrder(payment);
  await payments.run(settleRefunds);
  await razorpay.decide(dispute, 'lost');
  await newsFromRazorpay(dispute);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundSucceeded, payment)).toEqual([REST_MINOR]);
  expect(await paymentOf(payments, payment.id)).toMatchObject({ lostMinor: KEPT_MINOR, refundedMinor: REST_MINOR });
});

test('nothing is asked for while a bank contests a little of it, which would be too little to go back alone', async () => {
  const payment = await paidByRazorpay();
  const dispute = await razorpay.dispute(payment, { amount: 10 });
  await newsFromRazorpay(dispute);
  await endOrder(payment);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundFailed, payment)).toEqual([]);
  await razorpay.decide(dispute, 'won');
  await newsFromRazorpay(dispute);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundSucceeded, payment)).toEqual([10_000]);
});

test('a refund that was refused after the bank had decided is asked for once more', async () => {
  const charge = aCharge(undefined, 10_000, razorpay);
  const lines = [1, 2].map(() => ({ ...charge.lines[0]!, orderItemId: newId(), worthMinor: 5_000 }));
  const { paymentId } = await payments.answer(createPayment, { ...charge, lines }, { key: charge.orderId });
  const payment = await paymentOf(payments, paymentId);
  await razorpay.attempt(payment, 'pays');
  await verify(payments, payment);
  const { orderItemId, variantId, sellerId } = lines[0]!;
  const items = [{ orderItemId, variantId, quantity: 1 }];
  await when(ItemsDropped, { shipmentId: newId(), orderId: payment.orderId, sellerId, reason: 'SHIPMENT_CANCELLED', items });
  const dispute = await razorpay.dispute(payment, { amount: KEPT_MINOR });
  await razorpay.decide(dispute, 'lost');
  await newsFromRazorpay(dispute);
  await razorpay.misfortune({ kind: 'answer-error', status: 400, times: 1, method: 'POST', path: await razorpay.paths.refund(payment) });
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundFailed, payment)).toEqual([5_000]);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundSucceeded, payment)).toEqual([5_000]);
  expect(await paymentOf(payments, payment.id)).toMatchObject({ lostMinor: KEPT_MINOR, refundedMinor: 5_000 });
});

test('what a provider gives back no more once a bank has kept some of it stays owed, until the bank returns it', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment, { amount: KEPT_MINOR });
  await endOrder(payment);
  await payments.run(settleRefunds);
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundFailed, payment)).toEqual([10_000, REST_MINOR]);
  expect(await paymentOf(payments, payment.id)).toMatchObject({ disputed: false, lostMinor: KEPT_MINOR, refundedMinor: 0 });
  await stripe.decide(dispute, 'won');
  await notifyOfDispute(payments, dispute);
  await payments.run(settleRefunds);
  expect(await amountsOf(RefundSucceeded, payment)).toEqual([10_000]);
  expect(await paymentOf(payments, payment.id)).toMatchObject({ lostMinor: 0, status: 'REFUNDED' });
});
