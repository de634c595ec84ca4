import { policy } from '@stoa/kit/policy';

export const checkoutPolicy = policy('Checkout', {
  operations: { 'Mutation.checkout': 'guests' },
  acting: { 'Mutation.checkout': 'refused' },
});
