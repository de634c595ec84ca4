import { may } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import { knownVariant } from '../variant/known-variant.ts';

export const stockPolicy = policy('Stock', {
  operations: { 'Mutation.setStock': 'sellers', 'Subscription.stockChanged': 'everyone' },
  acting: { 'Mutation.setStock': 'allowed' },
  fields: {
    'Variant.availability': 'everyone',
    // The figures behind it are the seller's business.
    'Variant.stock': async (viewer, variant: { id: string }, context) =>
      may(viewer, 'stock:read') || (viewer.sellerId !== null && (await knownVariant(context, variant.id))?.sellerId === viewer.sellerId),
  },
});
