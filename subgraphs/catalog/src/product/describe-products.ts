import { answerRead } from '@stoa/kit/commands';
import { isEntityId } from '@stoa/kit/graphql';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { Product } from './product.entity.ts';

export const answerDescribeProducts = answerRead(describeProducts, async ({ rows }, { productIds }) => {
  const products = await rows.by(Product, 'id', productIds.filter(isEntityId));
  return { products: products.map(({ id, sellerId, kind, status, name }) => ({ productId: id, sellerId, kind, status, name })) };
});
