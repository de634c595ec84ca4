import { createHmac } from 'node:crypto';
import { newId } from '@stoa/kit/persistence';
import type Stripe from 'stripe';
import { type StripeAtHand, WEBHOOK_SECRET } from './given-payment.ts';
import type { ProviderAtHand, Told } from './provider-at-hand.ts';

const METHODS = { pays: 'pm_card_visa', declines: 'pm_card_visa_chargeDeclined', waits: 'pm_card_authenticationRequired' } as const;

/** Stripe in the words that both providers share. */
export function stripePort(stripe: StripeAtHand): ProviderAtHand {
  const list = async (): Promise<Stripe.PaymentIntent[]> => (await stripe.client.paymentIntents.list({ limit: 100 })).data;
  return {
    name: 'STRIPE',
    currency: 'USD',
    environment: stripe.environment,
    paths: { create: '/v1/payment_intents', refund: async () => '/v1/refunds' },
    attempt: (payment, attempt) => stripe.pay(payment, METHODS[attempt]),
    agree: async ({ providerPaymentId }, agreed) => {
      await stripe.control(`/payment_intents/${providerPaymentId}/authenticate`, { outcome: agreed ? 'succeed' : 'fail' });
    },
    news: async (payment) => told(await stripe.intentOf(payment)),
    paymentsMadeFor: async (orderId) => (await list()).filter(({ metadata }) => metadata.orderId === orderId).length,
    refunds: async ({ providerPaymentId }) =>
      (await stripe.client.refunds.list({ payment_intent: providerPaymentId! })).data.map(({ amount }) => amount),
    lastRefundId: async ({ providerPaymentId }) => (await stripe.client.refunds.list({ payment_intent: providerPaymentId! })).data[0]!.id,
    makeRefund: async ({ providerPaymentId }, amount, refundId) => {
      await stripe.client.refunds.create({ payment_intent: providerPaymentId!, amount, metadata: { refundId } });
    },
    dispute: (payment) => stripe.dispute(payment),
    decide: (disputeId, outcome) => stripe.decide(disputeId, outcome),
    misfortune: (fault) => stripe.misfortune(fault),
    peace: () => stripe.peace(),
    close: () => stripe.close(),
  };
}

function told(intent: Stripe.PaymentIntent, id = `evt_${newId()}`): Told {
  return {
    id,
    with: ({ amountMinor = intent.amount_received, currency = intent.currency, providerPaymentId = intent.id }) =>
      told({ ...intent, amount: amountMinor, amount_received: amountMinor, currency: currency.toLowerCase(), id: providerPaymentId }),
    signed: (secret = WEBHOOK_SECRET) => {
      const body = JSON.stringify({ id, object: 'event', type: 'payment_intent.updated', data: { object: intent } });
      const at = Math.floor(Date.now() / 1_000);
      const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
      return { path: '/webhooks/stripe', headers: { 'stripe-signature': `t=${at},v1=${signature}` }, body };
    },
  };
}
