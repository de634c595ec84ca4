import { answerRead } from '@stoa/kit/commands';
import { isEntityId } from '@stoa/kit/graphql';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { Product } from '../product/product.entity.ts';
import { Variant } from './variant.entity.ts';

export const answerDescribeVariants = answerRead(describeVariants, async ({ read }, { variantIds }) => {
  const variants = await read.find(Variant, { id: { $in: variantIds.filter(isEntityId) } });
  const products = await read.find(Product, { id: { $in: variants.map((variant) => variant.productId) } });
  const productOf = new Map(products.map((product) => [product.id, product]));
  return {
    variants: variants.map((variant) => {
      const { kind, status, name, sellerId } = productOf.get(variant.productId)!;
      const { id: variantId, productId, sku, price } = variant;
      const named = variant.name === name ? name : `${name}, ${variant.name}`;
      // A download needs its file before it can be sold, and nothing attaches files yet.
      return { variantId, productId, sellerId, kind, status, name: named, sku, price, deliverable: kind !== 'DIGITAL' };
    }),
  };
});
