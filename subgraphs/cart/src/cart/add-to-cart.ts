import { entityId } from '@stoa/kit/graphql';
import { currencyCode } from '@stoa/kit/money';
import { workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import type { Cart } from './cart.entity.ts';
import { changeLine } from './change-line.ts';
import { assertSellable, describe } from './sellable-variant.ts';
import { MAX_QUANTITY } from './shopper.ts';

const input = z.object({
  variantId: entityId,
  currency: currencyCode.nullish(),
  quantity: z.int().min(1, 'must be at least 1').max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`),
});

/** Puts so many more of a variant into the buyer's cart and holds them. */
export const addToCart = workflow('cart.addToCart', input, async (context, { variantId, quantity, currency }): Promise<Cart> => {
  const variant = (await describe(context, [variantId])).get(variantId);
  assertSellable(context.viewer, variant);
  return changeLine(context, variant, (present) => present + quantity, currency);
});
