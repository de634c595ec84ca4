import { collection, entity, event } from '@stoa/kit/contracts';
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

const accountFacts = z.object({ userId: z.uuid(), sellerId: z.uuid().nullable() });

/** An administrator has ended what an account may do; its sessions have ended. */
export const UserSuspended = event('identity.user.suspended', {
  version: 1,
  aggregate: 'User',
  payload: accountFacts,
  touches: ({ userId }) => [entity('User', userId)],
});

/** A suspended account may be used again. */
export const UserReinstated = event('identity.user.reinstated', {
  version: 1,
  aggregate: 'User',
  payload: accountFacts,
  touches: ({ userId }) => [entity('User', userId)],
});

/**
 * Whether somebody sells has changed, or why not. While they do not, their goods are off the shelves and their payouts held; what was bought
 * from them goes on.
 */
export const SellerStatusChanged = event('identity.seller.statusChanged', {
  version: 1,
  aggregate: 'Seller',
  payload: z.object({
    sellerId: z.uuid(),
    userId: z.uuid(),
    status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'SUSPENDED']),
    /** False as well where the account is suspended, whatever the status. */
    selling: z.boolean(),
  }),
  touches: ({ userId, sellerId }) => [entity('Seller', sellerId), entity('User', userId)],
});

/** Somebody is forgotten: whoever holds something that tells who they were lets go of it. The id stays, and leads to nobody. */
export const UserErased = event('identity.user.erased', {
  version: 1,
  aggregate: 'User',
  payload: accountFacts,
  touches: ({ userId, sellerId }) => [entity('User', userId), ...(sellerId ? [entity('Seller', sellerId)] : [])],
});

/** Somebody wants to have all that is held of them. Each domain hands it over by command, since no event holds what is personal. */
export const DataExportRequested = event('identity.export.requested', {
  version: 1,
  aggregate: 'DataExport',
  payload: z.object({ exportId: z.uuid(), userId: z.uuid() }),
});

const following = z.object({ sellerId: z.uuid(), userId: z.uuid() });

/** Activity: somebody began to follow a seller. */
export const SellerFollowed = event('identity.seller.followed', {
  version: 1,
  aggregate: 'Follow',
  payload: following,
  touches: ({ sellerId, userId }) => [entity('Seller', sellerId), collection('User.followedSellers', userId)],
});

/** Activity: somebody follows a seller no more. */
export const SellerUnfollowed = event('identity.seller.unfollowed', {
  version: 1,
  aggregate: 'Follow',
  payload: following,
  touches: ({ sellerId, userId }) => [entity('Seller', sellerId), collection('User.followedSellers', userId)],
});

/** Activity: a session began. */
export const SessionStarted = event('identity.session.started', {
  version: 1,
  aggregate: 'Session',
  payload: z.object({ userId: z.uuid(), sessionId: z.uuid() }),
});

/** Somebody of the staff has begun to act for a user, in a session of its own. */
export const ActingStarted = event('identity.session.actingStarted', {
  version: 1,
  aggregate: 'Session',
  payload: z.object({ userId: z.uuid(), sessionId: z.uuid(), actorId: z.uuid() }),
});

/** What a session's end said before it could be ended from elsewhere. Nobody sends it any more; outboxes hold it. */
export const SessionEndedV1 = event('identity.session.ended', {
  version: 1,
  aggregate: 'Session',
  payload: z.object({ userId: z.uuid(), sessionId: z.uuid(), reason: z.enum(['LOGGED_OUT', 'TOKEN_REUSED']) }),
});

/**
 * Activity: a session ended: by its owner, there or from elsewhere, because an old refresh token was used again, or with all others of the
 * account. Gateways let nobody in by it any more.
 */
export const SessionEnded = event('identity.session.ended', {
  version: 2,
  aggregate: 'Session',
  payload: z.object({
    userId: z.uuid(),
    sessionId: z.uuid(),
    reason: z.enum(['LOGGED_OUT', 'REVOKED', 'TOKEN_REUSED', 'PASSWORD_CHANGED', 'ACCOUNT_CHANGED']),
  }),
  touches: ({ sessionId }) => [entity('Session', sessionId)],
});

/** Somebody was sent a link by which a password can be set. What is in the link is in no event. */
export const PasswordResetRequested = event('identity.user.passwordResetRequested', {
  version: 1,
  aggregate: 'PasswordReset',
  payload: z.object({ userId: z.uuid() }),
});

/** An account has a new password; its sessions have ended. */
export const PasswordChanged = event('identity.user.passwordChanged', {
  version: 1,
  aggregate: 'User',
  payload: z.object({ userId: z.uuid() }),
  touches: ({ userId }) => [entity('User', userId)],
});

/** The owner of an account has shown that its e-mail address is theirs. */
export const EmailVerified = event('identity.user.emailVerified', {
  version: 1,
  aggregate: 'User',
  payload: z.object({ userId: z.uuid() }),
  touches: ({ userId }) => [entity('User', userId)],
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
