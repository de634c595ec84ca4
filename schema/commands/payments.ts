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

/** Ends an order's open payment. The provider's word decides: it is cancelled, or it was paid after all. NONE: there is none. */
export const endPayment = command('payments.endPayment', {
  input: z.object({ orderId: z.uuid() }),
  output: z.object({ outcome: z.enum(['CANCELLED', 'CAPTURED', 'NONE']) }),
  absolute: true,
});
