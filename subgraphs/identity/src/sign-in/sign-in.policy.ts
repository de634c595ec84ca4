import { policy, type RowRule } from '@stoa/kit/policy';
import type { ProviderAccount } from './provider-account.entity.ts';

const owner: RowRule<ProviderAccount> = (viewer, account) => viewer.userId === account.userId;

export const signInPolicy = policy('SignInMethod', {
  operations: {
    'Query.signInProviders': 'everyone',
    'Mutation.exchangeSignInCode': 'everyone',
    'Mutation.linkSignInProvider': 'authenticated',
    'Mutation.removeSignInMethod': 'authenticated',
  },
  rows: { remove: owner },
});
