import { indexBy, loader } from '@stoa/kit/graphql';
import { ProductRating } from './product-rating.entity.ts';

export const ratingOfProduct = loader<string, ProductRating>(async ({ rows }, productIds) =>
  indexBy(await rows.by(ProductRating, 'productId', productIds), (row) => row.productId),
);
