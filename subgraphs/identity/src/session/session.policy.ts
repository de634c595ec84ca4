import { may } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { Session } from './session.entity.ts';

const owner: RowRule<Session> = (viewer, session) => may(viewer, 'users:write') || viewer.userId === session.userId;

export const sessionPolicy = policy('Session', {
  operations: {
    'Mutation.logIn': 'everyone',
    'Mutation.refreshSession': 'everyone',
    'Mutation.logOut': 'authenticated',
    'Mutation.revokeSession': 'authenticated',
  },
  acting: { 'Mutation.logOut': 'allowed', 'Mutation.revokeSession': 'refused' },
  rows: { revoke: owner },
});
