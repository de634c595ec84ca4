import { amount, collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

const variant = z.object({ variantId: z.uuid(), sku: z.string(), price: amount });

/** All that other domains keep of a product. */
const productFacts = z.object({
  productId: z.uuid(),
  sellerId: z.uuid(),
  kind: z.enum(['PHYSICAL', 'DIGITAL', 'COURSE']),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']),
  sku: z.string(),
  name: z.string(),
  variants: z.array(variant),
});

const touches = ({ productId, sellerId }: { productId: string; sellerId: string }) => [
  entity('Product', productId),
  collection('Query.products', 'all'),
  collection('Query.productFacets', 'all'),
  collection('Seller.products', sellerId),
];

/** A variant has no price and name but by its product. */
const touchesWithVariants = ({ variants, ...facts }: { productId: string; sellerId: string; variants: { variantId: string }[] }) => [
  ...touches(facts),
  ...variants.map(({ variantId }) => entity('Variant', variantId)),
];

/** A product was listed. (Elsewhere: PRODUCT_CREATED.) */
export const ProductCreated = event('catalog.product.created', {
  version: 1,
  aggregate: 'Product',
  payload: productFacts,
  touches: touchesWithVariants,
});

export const ProductUpdated = event('catalog.product.updated', {
  version: 1,
  aggregate: 'Product',
  payload: productFacts,
  touches: touchesWithVariants,
});

export const ProductArchived = event('catalog.product.archived', {
  version: 1,
  aggregate: 'Product',
  payload: z.object({ productId: z.uuid(), sellerId: z.uuid() }),
  touches,
});

export const ProductRepriced = event('catalog.product.repriced', {
  version: 1,
  aggregate: 'Product',
  payload: z.object({ productId: z.uuid(), sellerId: z.uuid(), variants: z.array(variant) }),
  touches: touchesWithVariants,
});

/**
 * What of a product can be had from now on, at which prices, the first of each variant being in its own currency. Nothing, while it is not
 * on sale.
 */
export const ProductOffered = event('catalog.product.offered', {
  version: 1,
  aggregate: 'Product',
  payload: z.object({
    productId: z.uuid(),
    sellerId: z.uuid(),
    variants: z.array(z.object({ variantId: z.uuid(), prices: z.array(amount).min(1) })),
  }),
  touches: touchesWithVariants,
});

/**
 * What lists are filtered by and other domains say of a product is another: whether any of it can be had, and how many whole stars buyers
 * give it on average, null where nobody did.
 */
export const ProductFacetsChanged = event('catalog.product.facetsChanged', {
  version: 1,
  aggregate: 'Product',
  payload: z.object({
    productId: z.uuid(),
    sellerId: z.uuid(),
    inStock: z.boolean(),
    stars: z.int().min(1).max(5).nullable(),
  }),
  touches,
});

/** A place in the tree of categories. It holds no product yet. */
export const CategoryCreated = event('catalog.category.created', {
  version: 1,
  aggregate: 'Category',
  payload: z.object({ categoryId: z.uuid(), parentId: z.uuid().nullable() }),
  touches: ({ parentId }) => [parentId ? collection('Category.children', parentId) : collection('Query.categories', 'all')],
});

/** A seller's table of products is on its way in, or has ended: so many of its lines were looked at so far. */
export const ProductImportProgressed = event('catalog.productImport.progressed', {
  version: 1,
  aggregate: 'ProductImport',
  payload: z.object({
    importId: z.uuid(),
    sellerId: z.uuid(),
    status: z.enum(['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED']),
    total: z.int().nonnegative().nullable(),
    done: z.int().nonnegative(),
    failed: z.int().nonnegative(),
  }),
  touches: ({ importId }) => [entity('ProductImport', importId)],
});
