import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import { createPayment, endPayment } from '@stoa/schema/commands/payments';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { PaymentCaptured, PaymentFailed } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import {
  aCapturedPayment,
  aCharge,
  aNewPayment,
  anOpenPayment,
  notify,
  paymentOf,
  StripeAtHand,
  verify,
} from '../testing/given-payment.ts';
import { examineParkedEvents } from '../webhook/examine-parked-events.job.ts';
import { closeFailedPayments } from './close-failed-payments.job.ts';
import type { Payment } from './payment.entity.ts';
import { pollOpenPayments } from './poll-open-payments.job.ts';

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

const { given, when, then } = scenarioOn(() => payments);
const told = async ({ id }: Payment): Promise<{ captured: number; failed: number }> => {
  const [captured, failed] = [await payments.emitted(PaymentCaptured), await payments.emitted(PaymentFailed)];
  return {
    captured: captured.filter(({ paymentId }) => paymentId === id).length,
    failed: failed.filter(({ paymentId }) => paymentId === id).length,
  };
};
const parked = async (eventId: string): Promise<string> =>
  (await payments.sql.query<{ status: string }>('select status from provider_event where id = $1', [eventId]))[0]!.status;

test('the provider is asked about a payment so often in a minute, and nobody else’s payment is counted for it', async () => {
  const [payment, other] = [await anOpenPayment(payments), await anOpenPayment(payments)];
  const results = await Promise.allSettled(Array.from({ length: 22 }, () => verify(payments, payment)));
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(refused).toHaveLength(2);
  for (const error of refused) expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: expect.any(Number) } });
  expect(await verify(payments, other)).toBe('CREATED');
});

test.each([
  ['declined', 'paid'],
  ['paid', 'declined'],
  ['paid', 'paid', 'declined', 'paid'],
  ['declined', 'declined', 'paid', 'declined'],
] as const)('a card that was declined and another that paid are one capture, told as %s, %s', async (...order) => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment, 'pm_card_visa_chargeDeclined');
  const declined = await stripe.intentOf(payment);
  await stripe.pay(payment);
  const notices = { declined, paid: await stripe.intentOf(payment) };
  for (const which of order) expect(await notify(payments, notices[which])).toBe(200);
  expect(await then.now(payment)).toMatchObject({ status: 'CAPTURED', closed: true, failureCode: null });
  expect(await told(payment)).toEqual({ captured: 1, failed: 0 });
});

test('the same capture told ten times at once is one', async () => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment);
  const [intent, eventId] = [await stripe.intentOf(payment), `evt_${newId()}`];
  const answers = await Promise.all(Array.from({ length: 10 }, () => notify(payments, intent, eventId)));
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(await told(payment)).toEqual({ captured: 1, failed: 0 });
});

test('a declined card fails the payment in the words of the provider, which then takes nothing more on it', async () => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment, 'pm_card_visa_chargeDeclined');
  await expect(verify(payments, payment)).rejects.toMatchObject({
    code: 'PAYMENT_FAILED',
    details: { providerMessage: 'Your card was declined.' },
  });
  await payments.run(closeFailedPayments);
  expect((await stripe.intentOf(payment)).status).toBe('canceled');
  expect(await then.now(payment)).toMatchObject({ status: 'FAILED', closed: true });
  expect(await told(payment)).toEqual({ captured: 0, failed: 1 });
});

test('a payment that had failed here and was made all the same is captured, for the order to answer', async () => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment, 'pm_card_visa_chargeDeclined');
  await expect(verify(payments, payment)).rejects.toMatchObject({ code: 'PAYMENT_FAILED' });
  await stripe.pay(payment);
  await payments.run(closeFailedPayments);
  expect(await then.now(payment)).toMatchObject({ status: 'CAPTURED' });
  expect(await told(payment)).toEqual({ captured: 1, failed: 1 });
});

test('a notice of another amount is parked for a person, and moves nothing', async () => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment);
  const [intent, eventId] = [await stripe.intentOf(payment), `evt_${newId()}`];
  expect(await notify(payments, { ...intent, amount_received: 9_999 }, eventId)).toBe(200);
  await payments.run(examineParkedEvents);
  expect(await parked(eventId)).toBe('PARKED');
  await then.unchanged(payment);
});

test('a notice that comes before its payment is parked, and heeded once the payment is there', async () => {
  const { id, orderId, buyerId, provider, amount, split, lines, ...rest } = await anOpenPayment(payments);
  await stripe.client.paymentIntents.confirm(rest.providerPaymentId!, { payment_method: 'pm_card_visa' });
  await payments.sql.query('delete from payment where id = $1', [id]);
  const eventId = `evt_${newId()}`;
  await notify(payments, await stripe.client.paymentIntents.retrieve(rest.providerPaymentId!), eventId);
  expect(await parked(eventId)).toBe('PARKED');
  const payment = await given(aNewPayment({ id, orderId, buyerId, provider, amount, split, lines, shipping: [] }));
  await payments.run(examineParkedEvents);
  expect(await parked(eventId)).toBe('HANDLED');
  expect(await then.now(payment)).toMatchObject({ status: 'CAPTURED' });
});

test('a notice that the provider did not sign is refused, and nothing is written', async () => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment);
  const before = await payments.state();
  expect(await notify(payments, await stripe.intentOf(payment), 'evt_forged', 'whsec_somebody_elses')).toBe(400);
  expect(await payments.state()).toEqual(before);
});

test('without any notice, asking the provider is enough', async () => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment);
  await payments.sql.query('update payment set next_poll_at = now() where id = $1', [payment.id]);
  await payments.run(pollOpenPayments);
  expect(await then.now(payment)).toMatchObject({ status: 'CAPTURED' });
});

test.each(['lose-reply', 'lose-request', 'answer-error'])('making an intent without an answer (%s) and again makes one', async (kind) => {
  const charge = aCharge();
  const ask = () => payments.answer(createPayment, charge, { key: charge.orderId });
  await stripe.misfortune({ kind, times: 3, method: 'POST', path: '/v1/payment_intents', status: 500 });
  await expect(ask()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await stripe.peace();
  const { paymentId } = await ask();
  expect(await ask()).toEqual({ paymentId });
  const { data } = await stripe.client.paymentIntents.list({ limit: 100 });
  expect(data.filter(({ metadata }) => metadata.orderId === charge.orderId).map(({ id }) => id)).toEqual([
    (await paymentOf(payments, paymentId)).providerPaymentId,
  ]);
});

test('an order that takes no payment any more refuses one that was asked for before it ended', async () => {
  const charge = aCharge();
  expect(await payments.answer(endPayment, { orderId: charge.orderId })).toEqual({ outcome: 'NONE' });
  const late = payments.answer(createPayment, charge, { key: charge.orderId });
  await expect(late).rejects.toMatchObject({ code: 'PAYMENT_FAILED', details: { paymentStatus: 'cancelled' } });
  expect(await payments.sql.query('select 1 from payment where order_id = $1', [charge.orderId])).toEqual([]);
});

test('ending an open payment cancels it at the provider, and ending it again says the same', async () => {
  const payment = await anOpenPayment(payments);
  const end = () => payments.answer(endPayment, { orderId: payment.orderId });
  expect([await end(), await end()]).toEqual([{ outcome: 'CANCELLED' }, { outcome: 'CANCELLED' }]);
  expect((await stripe.intentOf(payment)).status).toBe('canceled');
  expect(await then.now(payment)).toMatchObject({ status: 'CANCELLED' });
});

test('ending a payment that was made meanwhile says that it was, and tells the capture', async () => {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment);
  expect(await payments.answer(endPayment, { orderId: payment.orderId })).toEqual({ outcome: 'CAPTURED' });
  expect(await told(payment)).toEqual({ captured: 1, failed: 0 });
});

test('an order that ended has its open payment cancelled at the provider, and a captured one left to its refund', async () => {
  const [open, captured] = [await anOpenPayment(payments), await aCapturedPayment(payments, stripe)];
  for (const { orderId, buyerId } of [open, captured])
    await when(OrderCancelled, { orderId, cartId: newId(), buyerId, reason: 'UNPAID', paid: false });
  await payments.run(closeFailedPayments);
  expect((await stripe.intentOf(open)).status).toBe('canceled');
  expect((await stripe.intentOf(captured)).status).toBe('succeeded');
  await then.unchanged(captured);
});
