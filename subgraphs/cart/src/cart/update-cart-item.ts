import { DomainError } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import type { Cart } from './cart.entity.ts';
import { changeLine } from './change-line.ts';
import { ownItem } from './own-item.ts';
import { assertSellable, describe } from './sellable-variant.ts';
import { MAX_QUANTITY } from './shopper.ts';

const input = z.object({
  itemId: entityId,
  quantity: z.int().min(1, 'must be at least 1').max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`),
});

/** Sets a line to a quantity; its hold follows. */
export const updateCartItem = workflow('cart.updateCartItem', input, async (context, { itemId, quantity }): Promise<Cart> => {
  const { item } = await ownItem(context.read, context.viewer, itemId);
  const variant = (await describe(context, [item.variantId])).get(item.variantId);
  assertSellable(context.viewer, variant);
  try {
    return await changeLine(context, variant, () => quantity);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'OUT_OF_STOCK') throw error;
    // What the line holds already counts among what the buyer can have.
    const available = Number(error.details.available) + item.quantity;
    throw new DomainError('OUT_OF_STOCK', `Only ${available} can be had`, { ...error.details, available });
  }
});
