import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import { ItemsDropped, ReturnReceived } from '@stoa/schema/events/fulfillment';
import { RefundRequested } from '@stoa/schema/events/orders';
import { DisputeUpdated, LineRefunded, LineRestored, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { settleRefunds } from '../refund/settle-refunds.job.ts';
import { aCapturedPayment, anOpenPayment, notify, notifyOfDispute, paymentOf, StripeAtHand } from '../testing/given-payment.ts';
import { followDisputes } from './follow-disputes.job.ts';

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

const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id status } }';
const refund = async ({ id: paymentId }: Payment, amountMinor?: number): Promise<{ status: string }> => {
  const amount = amountMinor === undefined ? {} : { amount: { amountMinor, currency: 'USD' } };
  const input = { paymentId, idempotencyKey: newId(), ...amount };
  return (await payments.as(anAdmin()).query<{ refundPayment: { status: string } }>(REFUND, { input })).refundPayment;
};
const told = async ({ id }: Payment): Promise<{ status: string; atStake: number; feeMinor: number | null; shares: number }[]> =>
  (await payments.emitted(DisputeUpdated))
    .filter(({ paymentId }) => paymentId === id)
    .map(({ status, amount, fee, split }) => {
      const shares = split.reduce((sum, { grossMinor }) => sum + grossMinor, 0);
      return { status, atStake: amount.amountMinor, feeMinor: fee?.amountMinor ?? null, shares };
    });
const given = async ({ id }: Payment): Promise<number[]> =>
  (await payments.emitted(RefundSucceeded)).filter(({ paymentId }) => paymentId === id).map(({ amount }) => amount.amountMinor);
const OPEN = { status: 'OPEN', atStake: 10_000, feeMinor: null, shares: 10_000 };

test('a contested payment is told of once, however often its provider does', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment);
  const answers = await Promise.all([1, 2, 3].map(() => notifyOfDispute(payments, dispute)));
  expect([...answers, await notifyOfDispute(payments, dispute)]).toEqual([200, 200, 200, 200]);
  expect(await told(payment)).toEqual([OPEN]);
  expect(await then.now(payment)).toMatchObject({ disputed: true, status: 'CAPTURED', lostMinor: 0 });
});

test('what a bank keeps is lost for good, and news of before that come too late', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment);
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await notifyOfDispute(payments, dispute);
  expect(await told(payment)).toEqual([{ status: 'LOST', atStake: 10_000, feeMinor: 1_500, shares: 10_000 }]);
  expect(await then.now(payment)).toMatchObject({ disputed: false, lostMinor: 10_000, refundedMinor: 0 });
  await expect(refund(payment)).rejects.toMatchObject({ code: 'NOT_REFUNDABLE' });
});

test('what a bank gives back can be refunded again, also where it had kept it first', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment);
  await notifyOfDispute(payments, dispute);
  await expect(refund(payment)).rejects.toMatchObject({ code: 'NOT_REFUNDABLE' });
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await stripe.decide(dispute, 'won');
  await notifyOfDispute(payments, dispute);
  expect((await told(payment)).map(({ status, atStake }) => [status, atStake])).toEqual([
    ['OPEN', 10_000],
    ['LOST', 10_000],
    ['WON', 10_000],
  ]);
  expect(await then.now(payment)).toMatchObject({ disputed: false, lostMinor: 0 });
  expect((await refund(payment)).status).toBe('SUCCEEDED');
});

test('with the last of the money that a bank keeps a line ends, and begins again if it returns it', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const lines = async (event: typeof LineRefunded | typeof LineRestored): Promise<string[]> =>
    (await payments.emitted(event)).filter(({ paymentId }) => paymentId === payment.id).map(({ orderItemId }) => orderItemId);
  await refund(payment, 3_000);
  const dispute = await stripe.dispute(payment, { amount: 7_000 });
  await notifyOfDispute(payments, dispute);
  expect(await lines(LineRefunded)).toEqual([]);
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await notifyOfDispute(payments, dispute);
  expect(await lines(LineRefunded)).toEqual([payment.lines[0]!.orderItemId]);
  await stripe.decide(dispute, 'won');
  await notifyOfDispute(payments, dispute);
  expect(await lines(LineRestored)).toEqual([payment.lines[0]!.orderItemId]);
});

test('a part that a bank keeps ends no line', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment, { amount: 9_999 });
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  expect((await payments.emitted(LineRefunded)).filter(({ paymentId }) => paymentId === payment.id)).toEqual([]);
});

test('goods that were not sent since a bank had paid for them go back in money if it returns it', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment);
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  const { orderItemId, variantId, quantity, sellerId } = payment.lines[0]!;
  const items = [{ orderItemId, variantId, quantity }];
  await when(ItemsDropped, { shipmentId: newId(), orderId: payment.orderId, sellerId, reason: 'REFUNDED', items });
  await stripe.decide(dispute, 'won');
  await notifyOfDispute(payments, dispute);
  await payments.run(settleRefunds);
  expect(await given(payment)).toEqual([10_000]);
});

test('goods that were not sent since a bank had paid for them go back in money also where it had returned it before that was told', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment);
  for (const outcome of ['lost', 'won'] as const) {
    await stripe.decide(dispute, outcome);
    await notifyOfDispute(payments, dispute);
  }
  const { orderItemId, variantId, quantity, sellerId } = payment.lines[0]!;
  const items = [{ orderItemId, variantId, quantity }];
  const dropped = { shipmentId: newId(), orderId: payment.orderId, sellerId, reason: 'REFUNDED' as const, items };
  await when(ItemsDropped, dropped);
  await when(ItemsDropped, dropped);
  await payments.run(settleRefunds);
  expect(await given(payment)).toEqual([10_000]);
});

test('refunds and disputes share what was captured', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  expect((await refund(payment, 3_000)).status).toBe('SUCCEEDED');
  const dispute = await stripe.dispute(payment, { amount: 5_000 });
  await notifyOfDispute(payments, dispute);
  await expect(refund(payment, 2_001)).rejects.toMatchObject({ code: 'REFUND_TOO_LARGE' });
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await expect(refund(payment, 2_001)).rejects.toMatchObject({ code: 'REFUND_TOO_LARGE' });
  expect(await then.now(payment)).toMatchObject({ lostMinor: 5_000, refundedMinor: 3_000, status: 'PARTIALLY_REFUNDED' });
});

test('a refund that is on its way when the bank comes first fails, and all of it is at stake', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await stripe.misfortune({ kind: 'lose-request', times: 10, method: 'POST', path: '/v1/refunds' });
  expect((await refund(payment)).status).toBe('PENDING');
  await stripe.peace();
  const dispute = await stripe.dispute(payment);
  await notifyOfDispute(payments, dispute);
  expect(await told(payment)).toEqual([{ status: 'OPEN', atStake: 0, feeMinor: null, shares: 0 }]);
  await payments.sql.query('update refund set next_try_at = now() where payment_id = $1', [payment.id]);
  await payments.run(settleRefunds);
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  expect((await told(payment)).at(-1)).toMatchObject({ status: 'LOST', atStake: 10_000 });
  expect(await then.now(payment)).toMatchObject({ lostMinor: 10_000, refundedMinor: 0 });
});

test('what a bank has kept before it was known that a refund on its way would fail is lost all the same', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await stripe.misfortune({ kind: 'lose-request', times: 10, method: 'POST', path: '/v1/refunds' });
  expect((await refund(payment)).status).toBe('PENDING');
  await stripe.peace();
  const dispute = await stripe.dispute(payment);
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await payments.sql.query('update refund set next_try_at = now() where payment_id = $1', [payment.id]);
  await payments.run(settleRefunds);
  await payments.run(followDisputes);
  expect((await told(payment)).at(-1)).toMatchObject({ status: 'LOST', atStake: 10_000 });
  expect(await then.now(payment)).toMatchObject({ lostMinor: 10_000, refundedMinor: 0, disputed: false });
  expect((await payments.emitted(LineRefunded)).filter(({ paymentId }) => paymentId === payment.id)).toHaveLength(1);
});

test('a bank that has decided after a refund had reached its provider, of which nobody knew yet, keeps the rest', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  await stripe.misfortune({ kind: 'lose-reply', times: 10, method: 'POST', path: '/v1/refunds' });
  expect((await refund(payment, 4_000)).status).toBe('PENDING');
  await stripe.peace();
  const dispute = await stripe.dispute(payment);
  await stripe.decide(dispute, 'lost');
  await notifyOfDispute(payments, dispute);
  await payments.sql.query('update refund set next_try_at = now() where payment_id = $1', [payment.id]);
  await payments.run(settleRefunds);
  await payments.run(followDisputes);
  expect((await told(payment)).at(-1)).toMatchObject({ status: 'LOST', atStake: 6_000 });
  expect(await then.now(payment)).toMatchObject({ disputed: false, lostMinor: 6_000, refundedMinor: 4_000 });
  expect(await given(payment)).toEqual([4_000]);
});

test('an inquiry takes nothing yet: its payment may be refunded, and then nothing is at stake', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const inquiry = await stripe.dispute(payment, { inquiry: true });
  await notifyOfDispute(payments, inquiry);
  expect(await told(payment)).toEqual([{ ...OPEN, status: 'INQUIRY' }]);
  expect((await refund(payment)).status).toBe('SUCCEEDED');
  await notifyOfDispute(payments, inquiry);
  expect((await told(payment)).at(-1)).toMatchObject({ status: 'INQUIRY', atStake: 0 });
  await stripe.decide(inquiry, 'warning_closed');
  await notifyOfDispute(payments, inquiry);
  expect(await then.now(payment)).toMatchObject({ disputed: false, lostMinor: 0, status: 'REFUNDED' });
});

test('what an order could not give back because a bank had it goes back once the bank has returned it', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment);
  await notifyOfDispute(payments, dispute);
  await when(RefundRequested, { orderId: payment.orderId, reason: 'It had ended' });
  const { orderItemId, variantId, quantity, sellerId } = payment.lines[0]!;
  const items = [{ orderItemId, variantId, quantity }];
  await when(ItemsDropped, { shipmentId: newId(), orderId: payment.orderId, sellerId, reason: 'SHIPMENT_CANCELLED', items });
  await payments.run(settleRefunds);
  expect(await given(payment)).toEqual([]);
  await stripe.decide(dispute, 'won');
  await notifyOfDispute(payments, dispute);
  await payments.run(settleRefunds);
  expect(await given(payment)).toEqual([10_000]);
});

test('what was given back otherwise meanwhile is not owed, and keeps no dispute from its end', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const contested = await stripe.dispute(payment);
  await notifyOfDispute(payments, contested);
  const { orderItemId, variantId, sellerId } = payment.lines[0]!;
  const items = [{ orderItemId, variantId, quantity: 1 }];
  const { orderId, buyerId } = payment;
  await when(ReturnReceived, { returnId: newId(), shipmentId: newId(), orderId, buyerId, sellerId, restock: true, items });
  await stripe.decide(contested, 'won');
  await notifyOfDispute(payments, contested);
  // The provider says no to that, and somebody gives the piece back by hand.
  await payments.sql.query(`update refund set status = 'FAILED' where payment_id = $1`, [payment.id]);
  const inquiry = await stripe.dispute(payment, { inquiry: true });
  await notifyOfDispute(payments, inquiry);
  const input = { paymentId: payment.id, idempotencyKey: newId(), items: [{ orderItemId, quantity: 1 }] };
  await payments.as(anAdmin()).query(REFUND, { input });
  await stripe.decide(inquiry, 'warning_closed');
  expect(await notifyOfDispute(payments, inquiry)).toBe(200);
  expect(await then.now(payment)).toMatchObject({ disputed: false, status: 'REFUNDED' });
  expect(await given(payment)).toEqual([10_000]);
});

test('nobody has to tell: what is not decided is asked after', async () => {
  const payment = await aCapturedPayment(payments, stripe);
  const dispute = await stripe.dispute(payment);
  await notifyOfDispute(payments, dispute);
  await stripe.decide(dispute, 'won');
  await payments.sql.query('update dispute set next_poll_at = now() where provider_dispute_id = $1', [dispute]);
  await payments.run(followDisputes);
  expect((await told(payment)).at(-1)).toMatchObject({ status: 'WON', feeMinor: 1_500 });
});

test('a dispute of a payment whose capture nobody told us of brings the capture with it', async () => {
  const open = await anOpenPayment(payments);
  await stripe.pay(open);
  await notifyOfDispute(payments, await stripe.dispute(open));
  expect(await paymentOf(payments, open.id)).toMatchObject({ status: 'CAPTURED', disputed: true });
});

test('a dispute of no payment of ours is parked, and one that the provider does not know is told again', async () => {
  const { id } = await stripe.client.paymentIntents.create({ amount: 100, currency: 'usd', payment_method: 'pm_card_visa', confirm: true });
  const dispute = await stripe.dispute({ providerPaymentId: id } as Payment);
  expect(await notify(payments, { id: dispute, object: 'dispute' }, `evt_${dispute}`)).toBe(200);
  expect(await payments.sql.query('select status from provider_event where id = $1', [`evt_${dispute}`])).toEqual([{ status: 'PARKED' }]);
  expect(await notifyOfDispute(payments, 'du_nobody')).toBe(500);
});
