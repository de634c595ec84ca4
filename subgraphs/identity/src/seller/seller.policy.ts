import { may } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { Seller } from './seller.entity.ts';

const oneself: RowRule<Pick<Seller, 'id'>> = (viewer, seller) => may(viewer, 'sellers:read') || viewer.sellerId === seller.id;

/** What a seller shows is a shop window: everybody may look. */
export const sellerPolicy = policy('Seller', {
  operations: {
    'Query.seller': 'everyone',
    'Query.sellers': 'sellers:read',
    'Mutation.applyToSell': 'sellers',
    'Mutation.approveSeller': 'sellers:write',
    'Mutation.rejectSeller': 'sellers:write',
    'Mutation.suspendSeller': 'sellers:write',
    'Mutation.reinstateSeller': 'sellers:write',
    'Mutation.startPayoutOnboarding': 'sellers',
    'Mutation.followSeller': 'authenticated',
    'Mutation.unfollowSeller': 'authenticated',
  },
  acting: {
    'Mutation.applyToSell': 'refused',
    'Mutation.startPayoutOnboarding': 'refused',
    'Mutation.followSeller': 'refused',
    'Mutation.unfollowSeller': 'refused',
  },
  fields: { 'Seller.followedByMe': 'everyone', 'Seller.status': oneself, 'Seller.statusReason': oneself },
});
