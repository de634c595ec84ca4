import { amount, command } from '@stoa/kit/contracts';
import { z } from 'zod';
import { address } from './identity.ts';

/** Places the order of a cart. Its id is the caller's, so that asking again means the same order. */
export const placeOrder = command('orders.placeOrder', {
  input: z.object({
    orderId: z.uuid(),
    cartId: z.uuid(),
    buyerId: z.uuid(),
    provider: z.enum(['STRIPE', 'RAZORPAY']),
    currency: z.string(),
    shippingAddress: address.nullable(),
    lines: z
      .array(
        z.object({
          variantId: z.uuid(),
          productId: z.uuid(),
          sellerId: z.uuid(),
          kind: z.enum(['PHYSICAL', 'DIGITAL', 'COURSE']),
          name: z.string(),
          sku: z.string(),
          quantity: z.int().positive(),
          unitPrice: amount,
        }),
      )
      .min(1),
  }),
  output: z.object({ orderId: z.uuid(), paymentId: z.uuid() }),
  errors: ['OUT_OF_STOCK', 'PAYMENT_FAILED'],
  absolute: true,
});

/** The lines of somebody's own order, to be bought again. */
export const readLines = command('orders.readLines', {
  input: z.object({ orderId: z.string(), buyerId: z.uuid() }),
  output: z.object({ lines: z.array(z.object({ variantId: z.uuid(), quantity: z.int().positive() })) }),
  errors: ['NOT_FOUND'],
  reads: true,
});
