import type { Strike } from './strike.ts';

/** Otherwise what was lost once would be lost until the end, whatever came after. */
const AS_USUAL = { drop: false, types: [], copies: 1, spreadMs: 0 };

const webhooks = (kind: string, how: object): Strike => ({
  kind,
  what: `webhooks travel like this: ${JSON.stringify(how)}`,
  strike: (market) => market.mischief('webhooks', { ...AS_USUAL, ...how }),
});

/** Those that nobody waits for alone: their providers are asked as well. */
const LOST = ['payment_intent.succeeded', 'payment.captured', 'order.paid', 'video.asset.created', 'video.asset.ready'];

export const webhookMischief: readonly Strike[] = [
  webhooks('webhooks repeated and shuffled', { copies: 2, spreadMs: 800 }),
  webhooks('webhooks repeated and shuffled', { copies: 3, spreadMs: 300 }),
  webhooks('webhooks delayed', { copies: 1, spreadMs: 6_000 }),
  webhooks('webhooks lost', { drop: true, types: LOST }),
];

const lostReplies = (path: string): Strike => ({
  kind: 'lost replies of a provider',
  what: `the provider does what ${path} asks, and its answers are lost`,
  // The official client asks once more by itself, so that two are needed before anybody notices.
  strike: (market) => market.mischief('faults', { kind: 'lose-reply', times: 4, method: 'POST', path }),
});

const refusals: Strike = {
  kind: 'refusals of a payment provider',
  what: 'the provider refuses to make payments',
  strike: (market) => market.mischief('faults', { kind: 'answer-error', status: 400, times: 2, method: 'POST', path: '/v1/orders' }),
};

/** An intent's confirmation is the buyer's charge, whose browser loses the answer. */
export const providerReplies: readonly Strike[] = [
  lostReplies('/v1/payment_intents/'),
  lostReplies('/v1/payment_intents'),
  lostReplies('/v1/refunds'),
  lostReplies('/v1/transfers'),
  // Razorpay's own.
  lostReplies('/v1/orders'),
  lostReplies('/v1/payments/'),
  // Mux's.
  lostReplies('/video/v1/assets'),
  refusals,
];
