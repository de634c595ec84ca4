import { may } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

/** Staff see who is to be forgotten, and what that waits for; asking for it takes one's own password. */
export const dataErasurePolicy = policy('DataErasure', {
  operations: { 'Mutation.requestDataErasure': 'authenticated' },
  acting: { 'Mutation.requestDataErasure': 'refused' },
  fields: { 'User.dataErasure': (viewer, user: { id: string }) => may(viewer, 'users:read') || viewer.userId === user.id },
});
