import { policy } from '@stoa/kit/policy';

export const sessionPolicy = policy('Session', {
  operations: {
    'Mutation.logIn': 'everyone',
    'Mutation.refreshSession': 'everyone',
    'Mutation.logOut': 'authenticated',
  },
});
