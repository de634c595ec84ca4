import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';
import { stripePaymentMethods } from './payment-methods.ts';

export const paymentSettings = settings(
  'payment settings',
  z
    .object({
      /** Whether this deployment takes real money. */
      STOA_MODE: z.enum(['test', 'live']).default('test'),
      /** The key of the Stripe account that collects; of the sandbox, where none is set. */
      STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_/, 'must be a secret key of Stripe, sk_… or rk_…'),
      /** Signs Stripe's webhooks. Without it webhooks are refused, and polling alone settles payments. */
      STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_', 'must be a signing secret of a webhook endpoint, whsec_…').optional(),
      /** What buyers may pay by at Stripe, of what its account has turned on. */
      STRIPE_PAYMENT_METHODS: stripePaymentMethods,
      /** Where a seller comes back to from Stripe's onboarding. */
      STRIPE_CONNECT_RETURN_URL: z.url().default('http://127.0.0.1:4000/graphql'),
      /** The gateway's address as browsers know it: receipts and invoices are read there. */
      STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
      /** Where Stripe's API is, if not at Stripe. */
      STRIPE_API_BASE: z.url().optional(),
      /** With what a payment page of Stripe's begins. Not a secret. */
      STRIPE_PUBLISHABLE_KEY: z.string().startsWith('pk_', 'must be a publishable key of Stripe, pk_…').optional(),
      /** The key of the Razorpay account that collects. Without it Razorpay is not offered. */
      RAZORPAY_KEY_ID: z.string().regex(/^rzp_/, 'must be a key id of Razorpay, rzp_…').optional(),
      RAZORPAY_KEY_SECRET: z.string().min(1).optional(),
      /** Signs Razorpay's webhooks. Without it webhooks are refused, and polling alone settles payments. */
      RAZORPAY_WEBHOOK_SECRET: z.string().min(1).optional(),
      /** Where Razorpay's API is, if not at Razorpay. */
      RAZORPAY_API_BASE: z.url().default('https://api.razorpay.com'),
    })
    // Partners' keys are of one mode, so the money behind them has to be of the same.
    .refine(({ STOA_MODE, STRIPE_SECRET_KEY }) => /^(sk|rk)_live_/.test(STRIPE_SECRET_KEY) === (STOA_MODE === 'live'), {
      path: ['STRIPE_SECRET_KEY'],
      message: 'must be a live key where STOA_MODE is live, and only there',
    })
    .refine(({ STOA_MODE, RAZORPAY_KEY_ID: key }) => !key || key.startsWith('rzp_live_') === (STOA_MODE === 'live'), {
      path: ['RAZORPAY_KEY_ID'],
      message: 'must be a live key where STOA_MODE is live, and only there',
    })
    .refine(({ RAZORPAY_KEY_ID, RAZORPAY_KEY_SECRET }) => !RAZORPAY_KEY_ID || RAZORPAY_KEY_SECRET !== undefined, {
      path: ['RAZORPAY_KEY_SECRET'],
      message: 'must be set together with RAZORPAY_KEY_ID',
    }),
);
