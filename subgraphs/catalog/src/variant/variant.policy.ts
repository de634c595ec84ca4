import { policy } from '@stoa/kit/policy';

/** A variant is as readable as its product; a draft's are reached through their product only, and other domains ask by id. */
export const variantPolicy = policy('Variant', { fields: { 'Variant.product': 'everyone' } });
