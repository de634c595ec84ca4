import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { Payment } from './payment.entity.ts';

/** A seller may give back what they sold. */
const refund = (viewer: Viewer, { lines }: Payment): boolean =>
  may(viewer, 'refunds:write') || lines.some((line) => line.sellerId === viewer.sellerId);
const read = (viewer: Viewer, payment: Payment): boolean => may(viewer, 'payments:read') || viewer.userId === payment.buyerId;

export const paymentPolicy = policy('Payment', {
  operations: {
    'Query.payment': 'authenticated',
    'Query.payments': 'payments:read',
    'Mutation.verifyPayment': 'authenticated',
    'Mutation.refundPayment': 'sellers',
  },
  acting: { 'Mutation.verifyPayment': 'allowed', 'Mutation.refundPayment': 'refused' },
  fields: {
    'Payment.refunded': 'everyone',
    'Payment.publishableKey': 'everyone',
    'Payment.order': 'everyone',
    'Payment.refunds': 'everyone',
    'Payment.disputes': 'everyone',
    // With the secret one can pay, so nobody but the buyer has any use for it, and whoever acts for them does not pay.
    'Payment.clientSecret': ({ userId, actorId }, payment: Payment) => userId === payment.buyerId && actorId === undefined,
    // The resolver leaves out what the viewer may not read, so that a stranger's question says nothing of the order.
    'Order.payment': 'everyone',
  },
  rows: {
    read,
    refund,
    verify: (viewer: Viewer, payment: Payment) => may(viewer, 'payments:write') || viewer.userId === payment.buyerId,
  },
});
