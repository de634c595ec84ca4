import { amount, amountMinor, command } from '@stoa/kit/contracts';
import { z } from 'zod';
import { paidLine, paidParts, sellerShare } from '../events/payments.ts';

/** How a price came about, for receipts and for giving it back. Both discounts are taken off before `worthMinor`. */
const priced = z.object({
  sellerDiscountMinor: amountMinor,
  platformDiscountMinor: amountMinor,
  /** 19 % is 190,000. The tax itself is in `parts`; where it is not included it came on top. */
  taxRatePpm: z.int().min(0),
  taxIncluded: z.boolean(),
  parts: paidParts,
});

/** A line as it is charged. What it is and what one costs is kept for receipts; an older caller does not tell. */
export const chargedLine = paidLine.extend({
  name: z.string().optional(),
  sku: z.string().optional(),
  unitPriceMinor: amountMinor.optional(),
  ...priced.partial().shape,
});

/** What a seller takes for sending their part of an order. */
export const chargedShipping = z.object({
  shippingId: z.uuid(),
  sellerId: z.uuid(),
  name: z.string(),
  priceMinor: amountMinor,
  worthMinor: amountMinor,
  ...priced.shape,
});

/** Prepares the one payment of an order at its provider. */
export const createPayment = command('payments.createPayment', {
  input: z.object({
    orderId: z.uuid(),
    buyerId: z.uuid(),
    provider: z.enum(['STRIPE', 'RAZORPAY']),
    amount,
    split: z.array(sellerShare),
    /** What is paid for, so that it can be refunded line by line. */
    lines: z.array(chargedLine).min(1),
    shipping: z.array(chargedShipping).default([]),
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

/**
 * Reads on in a provider's journal: buyers' money that it moved in a time. `ours` is the payment's id of a capture and the refund's of a
 * refund, null for what is none of ours. `next` begins the next page, and is null after the last.
 */
export const listMovements = command('payments.listMovements', {
  input: z.object({
    provider: z.enum(['STRIPE', 'RAZORPAY']),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    after: z.string().max(200).nullable(),
  }),
  output: z.object({
    movements: z.array(
      z.object({
        kind: z.enum(['CAPTURE', 'REFUND']),
        reference: z.string().max(100),
        ours: z.uuid().nullable(),
        amount,
        fee: amount.nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
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

/** Whether money is on its way back to somebody, or contested by them. */
export const readOpenPayments = command('payments.readOpenPayments', {
  input: z.object({ userId: z.uuid(), sellerId: z.uuid().nullable() }),
  output: z.object({ open: z.array(z.enum(['REFUNDS', 'DISPUTES'])) }),
  reads: true,
});
