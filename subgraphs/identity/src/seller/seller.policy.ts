import { isAdmin } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { Seller } from './seller.entity.ts';

const oneself: RowRule<Pick<Seller, 'id'>> = (viewer, seller) => isAdmin(viewer) || viewer.sellerId === seller.id;

/** What a seller shows is a shop window: everybody may look. */
export const sellerPolicy = policy('Seller', {
  operations: {
    'Query.seller': 'everyone',
    'Query.sellers': 'admins',
    'Mutation.applyToSell': 'sellers',
    'Mutation.approveSeller': 'admins',
    'Mutation.rejectSeller': 'admins',
    'Mutation.suspendSeller': 'admins',
    'Mutation.reinstateSeller': 'admins',
    'Mutation.startPayoutOnboarding': 'sellers',
    'Mutation.followSeller': 'authenticated',
    'Mutation.unfollowSeller': 'authenticated',
  },
  fields: { 'Seller.followedByMe': 'everyone', 'Seller.status': oneself, 'Seller.statusReason': oneself },
});
