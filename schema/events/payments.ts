import { amount, amountMinor, collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';
import { orderLine } from './orders.ts';

/** One seller's part of a payment, frozen when the order was placed. Minor units of the payment's currency. */
export const sellerShare = z.object({
  sellerId: z.uuid(),
  grossMinor: amountMinor,
  feeMinor: amountMinor,
  taxMinor: amountMinor,
  shippingMinor: amountMinor,
  discountMinor: amountMinor,
});

/** Whose of what is paid for a line or for shipping: gross + tax + shipping - discount is its `worthMinor`. They add up to the shares. */
export const paidParts = z.object({
  grossMinor: amountMinor,
  feeMinor: amountMinor,
  taxMinor: amountMinor,
  shippingMinor: amountMinor,
  discountMinor: amountMinor,
});

/** One order line of a payment, frozen when the order was placed. `worthMinor` is what the buyer pays for all of it. */
export const paidLine = orderLine
  .pick({ orderItemId: true, variantId: true, productId: true, sellerId: true, kind: true, quantity: true })
  .extend({ worthMinor: amountMinor });

const provider = z.enum(['STRIPE', 'RAZORPAY']);
const touches = ({ paymentId, orderId }: { paymentId: string; orderId: string }) => [
  entity('Payment', paymentId),
  collection('Order.payment', orderId),
];

/** The provider took the money. (Elsewhere: PaymentCaptured, PaymentCompleted.) */
export const PaymentCaptured = event('payments.payment.captured', {
  version: 1,
  once: true,
  aggregate: 'Payment',
  payload: z.object({ paymentId: z.uuid(), orderId: z.uuid(), buyerId: z.uuid(), provider, amount, split: z.array(sellerShare) }),
  touches,
});

/** The provider refused. The buyer reads its words in the payment; they travel in no event. */
export const PaymentFailed = event('payments.payment.failed', {
  version: 1,
  aggregate: 'Payment',
  payload: z.object({ paymentId: z.uuid(), orderId: z.uuid(), buyerId: z.uuid(), failureCode: z.string() }),
  touches,
});

/** Money went back to the buyer; the split says whose it was. `full`: with what a bank keeps, nothing is left. */
export const RefundSucceeded = event('payments.refund.succeeded', {
  version: 1,
  once: true,
  aggregate: 'Payment',
  payload: z.object({
    refundId: z.uuid(),
    paymentId: z.uuid(),
    orderId: z.uuid(),
    buyerId: z.uuid(),
    provider,
    amount,
    full: z.boolean(),
    split: z.array(sellerShare),
  }),
  touches,
});

/**
 * All that was paid for an order line has gone back, by refunds or by its buyer's bank: whatever it gave its buyer ends, and what has not
 * been sent will not be.
 */
export const LineRefunded = event('payments.line.refunded', {
  version: 1,
  aggregate: 'Payment',
  payload: paidLine.omit({ worthMinor: true }).extend({ paymentId: z.uuid(), orderId: z.uuid(), buyerId: z.uuid() }),
  touches,
});

/** A bank that had kept what was paid for an order line has returned it after all: what ended with the money begins again. */
export const LineRestored = event('payments.line.restored', {
  version: 1,
  aggregate: 'Payment',
  payload: paidLine.omit({ worthMinor: true }).extend({ paymentId: z.uuid(), orderId: z.uuid(), buyerId: z.uuid() }),
  touches,
});

/**
 * A buyer's bank contests a payment, or has decided. INQUIRY: it only asks. OPEN: it has taken the money until it decides. LOST: it keeps it;
 * WON: it gave it back, which it may do even after it has kept it. Amount and split are of what is at stake and has not gone back before;
 * the fee is what the provider took for it, once it is decided.
 */
export const DisputeUpdated = event('payments.dispute.updated', {
  version: 1,
  aggregate: 'Payment',
  payload: z.object({
    disputeId: z.uuid(),
    paymentId: z.uuid(),
    orderId: z.uuid(),
    buyerId: z.uuid(),
    provider,
    status: z.enum(['INQUIRY', 'OPEN', 'WON', 'LOST']),
    amount,
    split: z.array(sellerShare),
    fee: amount.nullable(),
  }),
  touches,
});

/** The provider would not give the money back; somebody has to look. */
export const RefundFailed = event('payments.refund.failed', {
  version: 1,
  aggregate: 'Payment',
  payload: z.object({ refundId: z.uuid(), paymentId: z.uuid(), orderId: z.uuid(), amount }),
  touches,
});
