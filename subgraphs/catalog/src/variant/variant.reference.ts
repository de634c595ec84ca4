import { groupBy, loader, type Reference, reference } from '@stoa/kit/graphql';
import { productPolicy } from '../product/product.policy.ts';
import { productReference } from '../product/product.reference.ts';
import { Variant } from './variant.entity.ts';

const byId = reference(Variant, 'everyone', ({ rows }, ids) => rows.by(Variant, 'id', ids));

/** A variant is as readable as its product: its price and name would tell of a draft as much as the draft itself. */
export const variantReference: Reference = {
  type: Variant,
  resolve: async (context, { id }) => {
    const variant = await context.load(byId.loader, String(id));
    const product = variant && (await context.load(productReference.loader, variant.productId));
    return product && productPolicy.read(context.viewer, product) ? variant : null;
  },
};

export const variantsOfProduct = loader<string, Variant[]>(async ({ rows }, productIds) =>
  groupBy(await rows.by(Variant, 'productId', productIds, 'position'), (variant) => variant.productId),
);
