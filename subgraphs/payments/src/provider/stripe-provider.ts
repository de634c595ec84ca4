import { crashPoint } from '@stoa/kit/crash';
import { resource } from '@stoa/kit/subgraph';
import Stripe from 'stripe';
import { z } from 'zod';
import { BadNotice, type PaymentProvider, type ProviderPayment, type ProviderRefund, ProviderRefusal } from './payment-provider.ts';
import { paymentSettings } from './payment-settings.ts';

const TIMEOUT_MS = 8_000;

/** Stripe, through its official client. Another host in the settings makes it talk to the sandbox, and nothing else changes. */
export const stripeProvider = resource('Stripe', (environment): PaymentProvider => {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_BASE } = paymentSettings.make(environment);
  const stripe = new Stripe(STRIPE_SECRET_KEY, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
    ...(STRIPE_API_BASE && addressOf(STRIPE_API_BASE)),
  });
  return {
    create: ({ paymentId, orderId, amount }) =>
      asking('create', async () =>
        toPayment(
          await stripe.paymentIntents.create(
            {
              amount: amount.amountMinor,
              currency: amount.currency.toLowerCase(),
              // Stock is held for half an hour, so only methods that settle at once are offered.
              allowed_payment_method_types: ['card'],
              metadata: { paymentId, orderId },
            },
            { idempotencyKey: paymentId },
          ),
        ),
      ),
    retrieve: (id) => asking('retrieve', async () => toPayment(await stripe.paymentIntents.retrieve(id))),
    cancel: (id) => asking('cancel', () => cancel(stripe, id)),
    refund: ({ refundId, paymentId, providerPaymentId, amountMinor, askedBefore }) =>
      asking('refund', async () =>
        toRefund(
          (askedBefore ? await findRefund(stripe, providerPaymentId, refundId) : null) ??
            (await stripe.refunds.create(
              { payment_intent: providerPaymentId, amount: amountMinor, metadata: { refundId, paymentId } },
              { idempotencyKey: refundId },
            )),
        ),
      ),
    retrieveRefund: (id) => asking('retrieveRefund', async () => toRefund(await stripe.refunds.retrieve(id))),
    readNotice: (rawBody, headers) => {
      if (!STRIPE_WEBHOOK_SECRET) throw new BadNotice('no webhook secret is set');
      const event = readEvent(stripe, rawBody, headers['stripe-signature'] ?? '', STRIPE_WEBHOOK_SECRET);
      const object = event.data.object;
      return { eventId: event.id, type: event.type, payment: object.object === 'payment_intent' ? toPayment(object) : null };
    },
  };
});

function addressOf(base: string): { protocol: 'http' | 'https'; host: string; port: string } {
  const { protocol, hostname, port } = new URL(base);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return { protocol: scheme, host: hostname, port: port || (scheme === 'http' ? '80' : '443') };
}

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
/** As much of an event as is read here; of what is not about an intent, nothing is. */
const eventShape = z.looseObject({
  id: z.string().min(1).max(100),
  type: z.string().max(100),
  data: z.looseObject({
    object: z.union([intentShape, z.looseObject({ object: z.string().refine((name) => name !== 'payment_intent') })]),
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

async function asking<T>(name: string, question: () => Promise<T>): Promise<T> {
  crashPoint(`calling:stripe.${name}`);
  const answer = await answerTo(question);
  crashPoint(`called:stripe.${name}`);
  return answer;
}

/** Tells a no from no answer: only the first is final. */
async function answerTo<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    const { errors } = Stripe;
    if (error instanceof errors.StripeInvalidRequestError || error instanceof errors.StripeCardError)
      throw new ProviderRefusal(error.code ?? error.type, error.message);
    throw error;
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
