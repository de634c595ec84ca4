import { entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

/** Somebody opened an account; a seller gets an id of its own at once. (Elsewhere: UserCreatedEvent.) */
export const UserRegistered = event('identity.user.registered', {
  version: 1,
  aggregate: 'User',
  payload: z.object({ userId: z.uuid(), accountType: z.enum(['BUYER', 'SELLER', 'ADMIN']), sellerId: z.uuid().nullable() }),
  touches: ({ userId }) => [entity('User', userId)],
});

/** A profile changed; what it now says is asked for by command. */
export const UserUpdated = event('identity.user.updated', {
  version: 1,
  aggregate: 'User',
  payload: z.object({ userId: z.uuid(), sellerId: z.uuid().nullable() }),
  touches: ({ userId, sellerId }) => [entity('User', userId), ...(sellerId ? [entity('Seller', sellerId)] : [])],
});

/** Activity: a session began. */
export const SessionStarted = event('identity.session.started', {
  version: 1,
  aggregate: 'Session',
  payload: z.object({ userId: z.uuid(), sessionId: z.uuid() }),
});

/** Activity: a session ended, by its owner, by its age, or because an old refresh token was used again. */
export const SessionEnded = event('identity.session.ended', {
  version: 1,
  aggregate: 'Session',
  payload: z.object({ userId: z.uuid(), sessionId: z.uuid(), reason: z.enum(['LOGGED_OUT', 'TOKEN_REUSED']) }),
});
