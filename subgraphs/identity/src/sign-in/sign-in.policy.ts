import { policy, type RowRule } from '@stoa/kit/policy';

const owner: RowRule<{ readonly userId: string }> = (viewer, method) => viewer.userId === method.userId;

export const signInPolicy = policy('SignInMethod', {
  operations: {
    'Query.signInProviders': 'everyone',
    'Mutation.exchangeSignInCode': 'everyone',
    'Mutation.linkSignInProvider': 'authenticated',
    'Mutation.removeSignInMethod': 'authenticated',
  },
  acting: { 'Mutation.linkSignInProvider': 'refused', 'Mutation.removeSignInMethod': 'refused' },
  rows: { remove: owner },
});
