import { command } from '@stoa/kit/contracts';
import { z } from 'zod';

const lines = z.array(z.object({ variantId: z.uuid(), quantity: z.int().positive() }));
const deadline = z.object({ expiresAt: z.iso.datetime() });

/**
 * Holds so many of one variant for a cart: an absolute figure, 0 gives all of it back. All of the cart's holds get a new
 * deadline of fifteen minutes, sixty after the first at most. OUT_OF_STOCK carries `available`.
 */
export const holdForCart = command('inventory.holdForCart', {
  input: z.object({ cartId: z.uuid(), buyerId: z.uuid(), variantId: z.uuid(), quantity: z.int().min(0) }),
  output: deadline,
  errors: ['OUT_OF_STOCK', 'CART_CLOSED'],
  absolute: true,
});

/**
 * What one cart holds goes over to another as far as that has lines for it, each up to so many; the rest is given back. At no moment is it
 * free to others. The other's deadline is extended, and counts from the older of both. Nothing held, or moved before: the same answer.
 */
export const moveHold = command('inventory.moveHold', {
  input: z.object({ fromCartId: z.uuid(), intoCartId: z.uuid(), buyerId: z.uuid(), lines }),
  output: z.object({}),
  absolute: true,
});

/** Turns a cart's hold into an order's, all lines or none, for thirty minutes; what has lapsed is taken from what is available. */
export const allocate = command('inventory.allocate', {
  input: z.object({ orderId: z.uuid(), cartId: z.uuid(), lines }),
  output: deadline,
  errors: ['OUT_OF_STOCK'],
  // An order is allocated once: its reservation carries the order's id, which is unique.
  absolute: true,
});

/** Gives back what an order holds. Nothing held, or given back before: the same answer. */
export const releaseOrder = command('inventory.releaseOrder', {
  input: z.object({ orderId: z.uuid() }),
  output: z.object({}),
  absolute: true,
});
