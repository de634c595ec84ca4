import { policy } from '@stoa/kit/policy';

/** A variant is as readable as its product, which its reference sees to; other domains ask by id. */
export const variantPolicy = policy('Variant', {
  fields: { 'Variant.product': 'everyone', 'Variant.prices': 'everyone', 'Variant.priceIn': 'everyone' },
});
