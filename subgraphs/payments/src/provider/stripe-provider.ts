import { resource } from '@stoa/kit/subgraph';
import Stripe from 'stripe';
import { z } from 'zod';
import { BadNotice, type ListedRefund, type PaymentProvider, type ProviderPayment, type ProviderRefund } from './payment-provider.ts';
import { paymentSettings } from './payment-settings.ts';
import { asking, newStripe, stripeList } from './stripe-client.ts';
import { toDispute } from './stripe-disputes.ts';
import { stripeMovements } from './stripe-movements.ts';
import { toPayoutAccount } from './stripe-payouts.ts';

/** Stripe as the one who takes buyers' money. */
export const stripeProvider = resource('Stripe', (environment): PaymentProvider => {
  const { STRIPE_WEBHOOK_SECRET, STRIPE_PUBLISHABLE_KEY, STRIPE_PAYMENT_METHODS } = paymentSettings.make(environment);
  const stripe = newStripe(environment);
  return {
    publishableKey: STRIPE_PUBLISHABLE_KEY ?? null,
    leastRefundMinor: 1,
    isGenuine: () => true,
    create: ({ paymentId, orderId, amount }) =>
      asking('create', async () =>
        toPayment(
          await stripe.paymentIntents.create(
            {
              amount: amount.amountMinor,
              currency: amount.currency.toLowerCase(),
              allowed_payment_method_types: STRIPE_PAYMENT_METHODS as Stripe.PaymentIntentCreateParams.AllowedPaymentMethodType[],
              metadata: { paymentId, orderId },
            },
            { idempotencyKey: paymentId },
          ),
        ),
      ),
    retrieve: (id) => asking('retrieve', async () => toPayment(await stripe.paymentIntents.retrieve(id))),
    cancel: (id) => asking('cancel', () => cancel(stripe, id)),
    refund: ({ refundId, paymentId, providerPaymentId, amountMinor }) =>
      asking('refund', async () =>
        toRefund(
          (await findRefund(stripe, providerPaymentId, refundId)) ??
            (await stripe.refunds.create(
              { payment_intent: providerPaymentId, amount: amountMinor, metadata: { refundId, paymentId } },
              { idempotencyKey: refundId },
            )),
        ),
      ),
    retrieveRefund: (id) => asking('retrieveRefund', async () => toRefund(await stripe.refunds.retrieve(id))),
    retrieveDispute: (id) => asking('retrieveDispute', async () => toDispute(await stripe.disputes.retrieve(id))),
    payments: (from, to) => stripeList((window) => stripe.paymentIntents.list(window), from, to, toPayment),
    refunds: (from, to) => stripeList((window) => stripe.refunds.list(window), from, to, toListedRefund),
    disputes: (from, to) => stripeList((window) => stripe.disputes.list(window), from, to, toDispute),
    movements: (from, to, after) => asking('movements', () => stripeMovements(stripe, from, to, after)),
    readNotice: (rawBody, headers) => {
      if (!STRIPE_WEBHOOK_SECRET) throw new BadNotice('no webhook secret is set');
      const event = readEvent(stripe, rawBody, headers['stripe-signature'] ?? '', STRIPE_WEBHOOK_SECRET);
      const { object } = event.data;
      return {
        eventId: event.id,
        type: event.type,
        payment: object.object === 'payment_intent' ? toPayment(object) : null,
        disputeId: object.object === 'dispute' ? object.id : null,
        payoutAccount: object.object === 'account' ? toPayoutAccount(object) : null,
        refund: object.object === 'refund' ? { providerRefundId: object.id, refundId: object.metadata?.refundId ?? null } : null,
      };
    },
  };
});

/** An intent that can no longer be cancelled is looked at: it was captured, or cancelled before. */
async function cancel(stripe: Stripe, id: string): Promise<ProviderPayment> {
  try {
    return toPayment(await stripe.paymentIntents.cancel(id));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.code === 'payment_intent_unexpected_state')
      return toPayment(await stripe.paymentIntents.retrieve(id));
    throw error;
  }
}

/** The refund that an earlier question has made, however long ago. */
async function findRefund(stripe: Stripe, intent: string, refundId: string): Promise<Stripe.Refund | null> {
  for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: 100 }))
    if (refund.metadata?.refundId === refundId) return refund;
  return null;
}

const intentShape = z.looseObject({
  object: z.literal('payment_intent'),
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  currency: z.string().length(3),
});
const accountShape = z.looseObject({
  object: z.literal('account'),
  id: z.string(),
  payouts_enabled: z.boolean(),
  metadata: z.record(z.string(), z.string()).optional(),
});
const disputeShape = z.looseObject({ object: z.literal('dispute'), id: z.string().min(1).max(100) });
const OURS = ['payment_intent', 'account', 'dispute'];
/** As much of an event as is read here; of what is about neither an intent nor an account nor a dispute, nothing is. */
const eventShape = z.looseObject({
  id: z.string().min(1).max(100),
  type: z.string().max(100),
  data: z.looseObject({
    object: z.union([
      intentShape,
      accountShape,
      disputeShape,
      z.looseObject({ object: z.string().refine((name) => !OURS.includes(name)) }),
    ]),
  }),
});

function readEvent(stripe: Stripe, rawBody: Uint8Array, signature: string, secret: string): Stripe.Event {
  try {
    const event = stripe.webhooks.constructEvent(Buffer.from(rawBody), signature, secret);
    eventShape.parse(event);
    return event;
  } catch (error) {
    throw new BadNotice(error instanceof Error ? error.message : 'bad signature');
  }
}

const states = {
  requires_payment_method: 'OPEN',
  requires_confirmation: 'OPEN',
  requires_action: 'REQUIRES_ACTION',
  requires_capture: 'PROCESSING',
  processing: 'PROCESSING',
  succeeded: 'CAPTURED',
  canceled: 'CANCELLED',
} as const satisfies Record<string, ProviderPayment['state']>;

function toPayment(intent: Stripe.PaymentIntent): ProviderPayment {
  const failure = intent.last_payment_error;
  const state = states[intent.status as keyof typeof states];
  const amountMinor = intent.status === 'succeeded' ? intent.amount_received : intent.amount;
  return {
    providerPaymentId: intent.id,
    paymentId: intent.metadata?.paymentId ?? null,
    // A declined card leaves the intent open for another one; for us the payment has failed.
    state: state === 'OPEN' && failure ? 'FAILED' : state,
    amount: { amountMinor, currency: intent.currency.toUpperCase() },
    clientSecret: intent.client_secret,
    failure: failure ? { code: failure.code ?? failure.type, message: failure.message ?? 'The payment failed.' } : null,
  };
}

function toRefund(refund: Stripe.Refund): ProviderRefund {
  if (refund.status === 'succeeded') return { providerRefundId: refund.id, state: 'SUCCEEDED' };
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  return { providerRefundId: refund.id, state: failed ? 'FAILED' : 'PENDING' };
}

const toListedRefund = (refund: Stripe.Refund): ListedRefund => ({ ...toRefund(refund), refundId: refund.metadata?.refundId ?? null });
