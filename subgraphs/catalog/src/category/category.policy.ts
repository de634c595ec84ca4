import { policy } from '@stoa/kit/policy';

export const categoryPolicy = policy('Category', {
  operations: { 'Query.categories': 'everyone', 'Mutation.createCategory': 'catalog:write' },
  fields: { 'Category.parent': 'everyone', 'Category.children': 'everyone' },
});
