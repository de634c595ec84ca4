import { isAdmin, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

const thatSeller = (viewer: Viewer, seller: { id: string }): boolean =>
  isAdmin(viewer) || (viewer.sellerId !== null && viewer.sellerId === seller.id);

/** What is paid to a seller is theirs and the administrators' to know. */
export const payoutPolicy = policy('Payout', {
  operations: { 'Mutation.requestPayout': 'sellers' },
  fields: { 'Seller.payouts': thatSeller, 'Seller.availableForPayout': thatSeller },
});
