import { json, route } from '@stoa/kit/subgraph';
import { BadNotice } from '../provider/payment-provider.ts';
import { stripeProvider } from '../provider/stripe-provider.ts';
import { receiveNotice } from './receive-notice.ts';

/** Stripe's webhook. The answer is 200 only once what it says is committed, so Stripe sends again what we lost. */
export const stripeWebhook = route('POST', '/webhooks/stripe', async (context, { body, headers }) => {
  try {
    await receiveNotice(context, 'STRIPE', context.use(stripeProvider).readNotice(body, headers));
    return json(200, { received: true });
  } catch (error) {
    if (error instanceof BadNotice) return json(400, { error: 'bad signature or body' });
    context.log.error({ err: error }, 'a webhook could not be taken');
    return json(500, { error: 'try again' });
  }
});
