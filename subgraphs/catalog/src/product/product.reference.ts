import { loader, reference } from '@stoa/kit/graphql';
import { Product } from './product.entity.ts';
import { productPolicy } from './product.policy.ts';

export const productReference = reference(Product, productPolicy.read, (context, ids) => context.read.find(Product, { id: { $in: [...ids] } }));

export const productBySlug = loader<string, Product>(async (context, slugs) => {
  const rows = await context.read.find(Product, { slug: { $in: [...slugs] } });
  return new Map(rows.map((row) => [row.slug, row]));
});
