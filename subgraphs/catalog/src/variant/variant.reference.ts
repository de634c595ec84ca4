import { groupBy, loader, reference } from '@stoa/kit/graphql';
import { Variant } from './variant.entity.ts';

export const variantReference = reference(Variant, 'everyone', (context, ids) => context.read.find(Variant, { id: { $in: [...ids] } }));

export const variantsOfProduct = loader<string, Variant[]>(async (context, productIds) => {
  const rows = await context.read.find(Variant, { productId: { $in: [...productIds] } }, { orderBy: { position: 'asc' } });
  return groupBy(rows, (row) => row.productId);
});
