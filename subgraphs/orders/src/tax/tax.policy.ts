import { policy } from '@stoa/kit/policy';

/** What is owed to whom is the administrators' to say, and no secret. */
export const taxPolicy = policy('TaxRate', {
  operations: { 'Query.taxRates': 'everyone', 'Mutation.setTaxRate': 'rates:write', 'Mutation.removeTaxRate': 'rates:write' },
  fields: { 'TaxRate.percentage': 'everyone' },
});
