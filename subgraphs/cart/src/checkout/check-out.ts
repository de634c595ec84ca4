import { type DomainContext, hashOf, workflow } from '@stoa/kit/use-case';
import type { z } from 'zod';
import { answeredBefore, assertSameInput } from './answered-before.ts';
import { Checkout } from './checkout.entity.ts';
import { checkoutInput } from './checkout.input.ts';
import { placeOrderOf } from './place-order-of.ts';
import { startCheckout } from './start-checkout.ts';

export interface CheckedOut {
  readonly orderId: string;
  readonly paymentId: string;
}

/** Turns the buyer's cart into an order with a payment to make. The same key gives the same answer, however often it is sent. */
export const checkOut = workflow('cart.checkOut', checkoutInput, async (context, input): Promise<CheckedOut> => {
  const checkout = (await known(context, input)) ?? (await startCheckout(context, input, hashOf(input)));
  return answeredBefore(checkout) ?? placeOrderOf(context, checkout);
});

async function known({ read, viewer }: DomainContext, input: z.output<typeof checkoutInput>): Promise<Checkout | null> {
  const checkout = await read.findOne(Checkout, { buyerId: viewer.userId!, idempotencyKey: input.idempotencyKey });
  if (checkout) assertSameInput(checkout, hashOf(input));
  return checkout;
}
