import { z } from 'zod';
import { createProductInput } from '../product/product.input.ts';
import { variantInput } from '../variant/variant.input.ts';

const { kind, name, description, categorySlug, price, prices, status, imageFileIds, attributes } = createProductInput.shape;

/**
 * A product as a line of a table has it. What a line does not say of a product that is there stays as it is. It is known by the seller's own SKU, that of
 * its one variant or of any of them.
 */
export const productLine = z
  .strictObject({
    sku: z.string().trim().min(1, 'must not be empty').max(64),
    kind: kind.unwrap().nullish(),
    name: name.nullish(),
    description: description.nullish(),
    categorySlug,
    status: status.unwrap().nullish(),
    price: price.nullish(),
    prices,
    attributes,
    imageFileIds,
    variants: z.array(variantInput).min(1).max(100).nullish(),
  })
  .refine(({ sku, variants }) => !variants || variants.some((variant) => variant.sku === sku), {
    path: ['variants'],
    message: 'must have one with the SKU of the line',
  })
  .refine(({ variants }) => new Set(variants?.map((variant) => variant.sku)).size === (variants?.length ?? 0), {
    path: ['variants'],
    message: 'names a SKU twice',
  });

export type ProductLine = z.output<typeof productLine>;

/** All SKUs that a line is about. */
export const skusOf = ({ sku, variants }: ProductLine): string[] => variants?.map((variant) => variant.sku) ?? [sku];

export const FORMATS = { CSV: 'text/csv', JSON_LINES: 'application/x-ndjson' } as const;
export type TableFormat = keyof typeof FORMATS;
