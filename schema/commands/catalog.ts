import { amount, command } from '@stoa/kit/contracts';
import { z } from 'zod';

const productKind = z.enum(['PHYSICAL', 'DIGITAL', 'COURSE']);
const productStatus = z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']);

/** What a variant is, whose, and for how much. Unknown ids are left out of the answer. */
export const describeVariants = command('catalog.describeVariants', {
  input: z.object({ variantIds: z.array(z.string()).max(200) }),
  output: z.object({
    variants: z.array(
      z.object({
        variantId: z.uuid(),
        productId: z.uuid(),
        sellerId: z.uuid(),
        kind: productKind,
        status: productStatus,
        /** Its seller may not sell, so it cannot be bought, whatever its status. */
        withheld: z.boolean().default(false),
        name: z.string(),
        sku: z.string(),
        /** Its place in the tree of categories, from the nearest to the root. */
        categoryIds: z.array(z.uuid()).default([]),
        price: amount,
        /** All prices, that one first, and at most one in each currency. */
        prices: z.array(amount).min(1),
        /** The version of the product that all this is from, as its events carry it. */
        productVersion: z.int(),
        /** False for a digital product that has no file yet. */
        deliverable: z.boolean(),
      }),
    ),
  }),
  reads: true,
});

/** What a product is, and whose. Unknown ids are left out of the answer. */
export const describeProducts = command('catalog.describeProducts', {
  input: z.object({ productIds: z.array(z.string()).max(200) }),
  output: z.object({
    products: z.array(
      z.object({ productId: z.uuid(), sellerId: z.uuid(), kind: productKind, status: productStatus, name: z.string().default('') }),
    ),
  }),
  reads: true,
});
