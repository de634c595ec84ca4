import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import { endPayment } from '@stoa/schema/commands/payments';
import manifest from '../index.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { anOpenPayment, notify, paymentOf, StripeAtHand, verify } from '../testing/given-payment.ts';
import { paymentSettings } from './payment-settings.ts';
import { razorpayProvider } from './razorpay-provider.ts';

let stripe: StripeAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  stripe = await StripeAtHand.start(startStripeSandbox);
  payments = await startTestSubgraph(manifest, { environment: { ...stripe.environment, STRIPE_PAYMENT_METHODS: 'card, cashapp,ideal' } });
});
afterAll(async () => {
  await payments?.stop();
  await stripe?.close();
});

const status = async ({ id }: Payment): Promise<string> => (await paymentOf(payments, id)).status;
const go = async (payment: Payment, type: 'cashapp' | 'ideal' | 'amazon_pay'): Promise<void> => {
  const intent = await stripe.client.paymentIntents.confirm(payment.providerPaymentId!, {
    payment_method_data: { type },
    return_url: 'http://127.0.0.1/back',
  });
  expect(intent.next_action?.type).toBe('redirect_to_url');
};
const atTheirPage = ({ providerPaymentId }: Payment, outcome: 'succeed' | 'process' | 'fail') =>
  stripe.control(`/payment_intents/${providerPaymentId}/authenticate`, { outcome });

test.each(['webhook', 'verifyPayment'])('a wallet sends its buyer elsewhere, takes its time and pays, as %s tells it', async (by) => {
  const payment = await anOpenPayment(payments);
  const hear = async () => (by === 'webhook' ? notify(payments, await stripe.intentOf(payment)) : verify(payments, payment));
  await go(payment, 'cashapp');
  await hear();
  expect(await status(payment)).toBe('REQUIRES_ACTION');
  await atTheirPage(payment, 'process');
  await hear();
  expect(await status(payment)).toBe('PROCESSING');
  await atTheirPage(payment, 'succeed');
  await hear();
  expect(await status(payment)).toBe('CAPTURED');
});

test('what is being paid elsewhere cannot be ended, and is what it becomes', async () => {
  const payment = await anOpenPayment(payments);
  await go(payment, 'ideal');
  await atTheirPage(payment, 'process');
  await payments.answer(endPayment, { orderId: payment.orderId });
  expect(await status(payment)).toBe('PROCESSING');
  await atTheirPage(payment, 'fail');
  await expect(verify(payments, payment)).rejects.toMatchObject({ code: 'PAYMENT_FAILED' });
});

test('what is not offered is refused by the provider', async () => {
  const payment = await anOpenPayment(payments);
  await expect(go(payment, 'amazon_pay')).rejects.toThrow('is not allowed for this PaymentIntent');
});

test('only what settles at once can be offered', () => {
  const read = (STRIPE_PAYMENT_METHODS?: string) =>
    paymentSettings.make({ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_PAYMENT_METHODS }).STRIPE_PAYMENT_METHODS;
  expect(read()).toEqual(['card']);
  expect(read('card, link')).toEqual(['card', 'link']);
  expect(() => read('card,sepa_debit')).toThrow('must be types of Stripe that settle at once');
});

test('without a key id Razorpay is not offered, whatever else is set', () => {
  const environment = { STRIPE_SECRET_KEY: 'sk_test_1', RAZORPAY_KEY_ID: '', RAZORPAY_KEY_SECRET: 's' };
  expect(razorpayProvider.make(environment)).toBeNull();
});

test.each([
  [{ RAZORPAY_KEY_ID: 'rzp_live_1', RAZORPAY_KEY_SECRET: 's' }, 'RAZORPAY_KEY_ID: must be a live key where STOA_MODE is live'],
  [{ RAZORPAY_KEY_ID: 'rzp_test_1' }, 'RAZORPAY_KEY_SECRET: must be set together with RAZORPAY_KEY_ID'],
])('%j is refused', (environment, message) => {
  expect(() => paymentSettings.make({ STRIPE_SECRET_KEY: 'sk_test_1', ...environment })).toThrow(message);
});
