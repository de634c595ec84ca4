import { policy } from '@stoa/kit/policy';

/** What the platform takes is the administrators' to say. */
export const commissionPolicy = policy('CommissionRate', {
  operations: {
    'Query.commissionRates': 'rates:read',
    'Mutation.setCommissionRate': 'rates:write',
    'Mutation.removeCommissionRate': 'rates:write',
  },
});
