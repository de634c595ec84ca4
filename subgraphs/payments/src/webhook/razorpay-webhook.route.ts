import { route } from '@stoa/kit/subgraph';
import { razorpayProvider } from '../provider/razorpay-provider.ts';
import { answerNotice } from './answer-notice.ts';

/** Razorpay's webhook. */
export const razorpayWebhook = route('POST', '/webhooks/razorpay', (context, request) =>
  answerNotice(context, 'RAZORPAY', context.use(razorpayProvider), request),
);
