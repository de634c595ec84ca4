import { amount, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

const touches = ({ cartId }: { cartId: string }) => [entity('Cart', cartId)];

/** A cart was opened. Its buyer is an account's user or, until it is merged, a guest. */
export const CartCreated = event('cart.cart.created', {
  version: 1,
  aggregate: 'Cart',
  payload: z.object({ cartId: z.uuid(), buyerId: z.uuid() }),
  touches,
});

export const CartItemAdded = event('cart.item.added', {
  version: 1,
  aggregate: 'Cart',
  payload: z.object({ cartId: z.uuid(), buyerId: z.uuid(), variantId: z.uuid(), quantity: z.int().positive(), unitPrice: amount }),
  touches,
});

export const CheckoutStarted = event('cart.checkout.started', {
  version: 1,
  aggregate: 'Cart',
  payload: z.object({ cartId: z.uuid(), buyerId: z.uuid(), orderId: z.uuid(), total: amount }),
  touches,
});

/** A cart ended without a purchase: its time ran out, or the payment failed. */
export const CartAbandoned = event('cart.cart.abandoned', {
  version: 1,
  aggregate: 'Cart',
  payload: z.object({ cartId: z.uuid(), buyerId: z.uuid(), reason: z.enum(['EXPIRED', 'PAYMENT_FAILED']) }),
  touches,
});

export const CartCompleted = event('cart.cart.completed', {
  version: 1,
  aggregate: 'Cart',
  payload: z.object({ cartId: z.uuid(), buyerId: z.uuid(), orderId: z.uuid() }),
  touches,
});

/** A guest's cart went into that of the account that they logged in to, whose lines of what is counted are these now. */
export const CartMerged = event('cart.cart.merged', {
  version: 1,
  aggregate: 'Cart',
  payload: z.object({
    cartId: z.uuid(),
    intoCartId: z.uuid(),
    buyerId: z.uuid(),
    lines: z.array(z.object({ variantId: z.uuid(), quantity: z.int().positive() })),
  }),
  touches: ({ cartId, intoCartId }) => [entity('Cart', cartId), entity('Cart', intoCartId)],
});
