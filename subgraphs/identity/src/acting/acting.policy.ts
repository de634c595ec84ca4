import { policy } from '@stoa/kit/policy';

export const actingPolicy = policy('ActingSession', {
  operations: { 'Mutation.actAs': 'users:act' },
  fields: {
    'User.actor': (viewer, user: { id: string }) => viewer.userId === user.id,
    'SessionInfo.actor': 'everyone',
  },
});
