import { indexBy, loader, reference } from '@stoa/kit/graphql';
import { Product } from './product.entity.ts';
import { productPolicy } from './product.policy.ts';

export const productReference = reference(Product, productPolicy.read, ({ rows }, ids) => rows.by(Product, 'id', ids));

export const productBySlug = loader<string, Product>(async ({ rows }, slugs) =>
  indexBy(await rows.by(Product, 'slug', slugs), (product) => product.slug),
);
