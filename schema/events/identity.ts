import { entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

/** Somebody opened an account; a seller gets an id of its own at once. (Elsewhere: UserCreatedEvent.) */
export const UserRegistered = event('identity.user.registered', {
  version: 1,
  aggregate: 'User',
  payload: z.object({ userId: z.uuid(), accountType: z.enum(['BUYER', 'SELLER', 'ADMIN']), sellerId: z.uuid().nullable() }),
  touches: ({ userId, sellerId }) => [entity('User', userId), ...(sellerId ? [entity('Seller', sellerId)] : [])],
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

const apiKeyFacts = z.object({ apiKeyId: z.uuid(), client: z.string(), byUserId: z.uuid() });

/** An administrator gave a partner a key. */
export const ApiKeyIssued = event('identity.key.issued', { version: 1, aggregate: 'ApiKey', payload: apiKeyFacts });

/** A partner's key is over; gateways forget what they knew of it. */
export const ApiKeyRevoked = event('identity.key.revoked', {
  version: 1,
  aggregate: 'ApiKey',
  payload: apiKeyFacts,
  touches: ({ apiKeyId }) => [entity('ApiKey', apiKeyId)],
});
