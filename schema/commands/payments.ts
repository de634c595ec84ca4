import { amount, command } from '@stoa/kit/contracts';
import { z } from 'zod';
import { paidLine, sellerShare } from '../events/payments.ts';

/** Prepares the one payment of an order at its provider. */
export const createPayment = command('payments.createPayment', {
  input: z.object({
    orderId: z.uuid(),
    buyerId: z.uuid(),
    provider: z.enum(['STRIPE', 'RAZORPAY']),
    amount,
    split: z.array(sellerShare),
    /** What is paid for, so that it can be refunded line by line. */
    lines: z.array(paidLine).min(1),
  }),
  output: z.object({ paymentId: z.uuid() }),
  errors: ['PAYMENT_FAILED'],
  // An order has one payment, under its own id.
  absolute: true,
});

/** Opens a seller's account at the provider, to which their payouts go. A seller has one. */
export const openPayoutAccount = command('payments.openPayoutAccount', {
  input: z.object({ sellerId: z.uuid() }),
  output: z.object({ accountId: z.string() }),
  absolute: true,
});

/** The provider's page on which the holder of an account tells what must be known of them. It is open for some minutes. */
export const linkPayoutOnboarding = command('payments.linkPayoutOnboarding', {
  input: z.object({ accountId: z.string() }),
  output: z.object({ url: z.url(), expiresAt: z.iso.datetime() }),
  reads: true,
});

/** What the provider says of an account now. */
export const readPayoutAccount = command('payments.readPayoutAccount', {
  input: z.object({ accountId: z.string() }),
  output: z.object({ payoutsEnabled: z.boolean() }),
  reads: true,
});

/** Sends a payout to an account, once for its id. REFUSED is final: nothing was sent, and asking again would not help. */
export const sendPayout = command('payments.sendPayout', {
  input: z.object({ payoutId: z.uuid(), accountId: z.string(), amount }),
  output: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('SENT'), transferId: z.string() }),
    z.object({ outcome: z.literal('REFUSED'), code: z.string() }),
  ]),
  absolute: true,
});

/** Ends an order's open payment. The provider's word decides: it is cancelled, or it was paid after all. NONE: there is none. */
export const endPayment = command('payments.endPayment', {
  input: z.object({ orderId: z.uuid() }),
  output: z.object({ outcome: z.enum(['CANCELLED', 'CAPTURED', 'NONE']) }),
  absolute: true,
});
