import { route } from '@stoa/kit/subgraph';
import { stripeProvider } from '../provider/stripe-provider.ts';
import { answerNotice } from './answer-notice.ts';

/** Stripe's webhook. */
export const stripeWebhook = route('POST', '/webhooks/stripe', (context, request) =>
  answerNotice(context, 'STRIPE', context.use(stripeProvider), request),
);
