import { policy } from '@stoa/kit/policy';

/** What a seller shows is a shop window: everybody may look. */
export const sellerPolicy = policy('Seller', {
  operations: {
    'Query.seller': 'everyone',
    'Mutation.startPayoutOnboarding': 'sellers',
    'Mutation.followSeller': 'authenticated',
    'Mutation.unfollowSeller': 'authenticated',
  },
  fields: { 'Seller.followedByMe': 'everyone' },
});
