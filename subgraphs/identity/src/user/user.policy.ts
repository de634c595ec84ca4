import { may } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { User } from './user.entity.ts';

const oneself: RowRule<User> = (viewer, user) => may(viewer, 'users:read') || viewer.userId === user.id;

export const userPolicy = policy('User', {
  operations: {
    'Query.me': 'everyone',
    'Query.users': 'users:read',
    'Mutation.register': 'everyone',
    'Mutation.updateProfile': 'authenticated',
    'Mutation.requestPasswordReset': 'everyone',
    'Mutation.resetPassword': 'everyone',
    'Mutation.requestEmailVerification': 'authenticated',
    'Mutation.verifyEmail': 'authenticated',
    'Mutation.suspendUser': 'users:suspend',
    'Mutation.reinstateUser': 'users:suspend',
  },
  acting: {
    'Mutation.updateProfile': 'allowed',
    'Mutation.requestEmailVerification': 'refused',
    'Mutation.verifyEmail': 'refused',
  },
  fields: {
    'User.email': oneself,
    'User.emailVerified': oneself,
    'User.suspended': oneself,
    'User.addresses': oneself,
    'User.sessions': oneself,
    'User.signInMethods': oneself,
    'User.followedSellers': oneself,
    'User.seller': 'everyone',
  },
  rows: { change: (viewer, user: User) => may(viewer, 'users:write') || viewer.userId === user.id },
});
