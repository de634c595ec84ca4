import { policy } from '@stoa/kit/policy';
import { thatSeller } from '../account/payable.ts';

/** What is paid to a seller is theirs and the administrators' to know. */
export const payoutPolicy = policy('Payout', {
  operations: { 'Mutation.requestPayout': 'sellers' },
  acting: { 'Mutation.requestPayout': 'refused' },
  fields: { 'Seller.payouts': thatSeller('payouts:read'), 'Seller.availableForPayout': thatSeller('payouts:read') },
});
