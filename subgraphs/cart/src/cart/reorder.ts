import { DomainError } from '@stoa/kit/errors';
import { type DomainContext, workflow } from '@stoa/kit/use-case';
import { readLines } from '@stoa/schema/commands/orders';
import { z } from 'zod';
import type { Cart } from './cart.entity.ts';
import { changeLine } from './change-line.ts';
import { assertSellable, type DescribedVariant, describe } from './sellable-variant.ts';

/** Fills the buyer's cart with the lines of an order of theirs, in its currency, as far as they can still be had. */
export const reorder = workflow('cart.reorder', z.object({ orderId: z.string() }), async (context, { orderId }): Promise<Cart> => {
  const { currency, lines } = await context.call(readLines, { orderId, buyerId: context.viewer.userId! });
  const variants = await describe(
    context,
    lines.map((line) => line.variantId),
  );
  let cart: Cart | null = null;
  let refusal: unknown;
  for (const { variantId, quantity } of lines) {
    try {
      const variant = variants.get(variantId);
      assertSellable(context.viewer, variant);
      cart = await asMany(context, variant, quantity, currency);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refusal = error;
    }
  }
  if (cart) return cart;
  throw refusal;
});

/** The wanted quantity, or else all that are left. */
async function asMany(context: DomainContext, variant: DescribedVariant, quantity: number, currency: string): Promise<Cart> {
  try {
    return await changeLine(context, variant, (present) => Math.max(present, quantity), currency);
  } catch (error) {
    const left = error instanceof DomainError && error.code === 'OUT_OF_STOCK' ? Number(error.details.available) : 0;
    if (left < 1) throw error;
    return changeLine(context, variant, (present) => Math.max(present, left), currency);
  }
}
