import { badInput, notFound } from '@stoa/kit/errors';
import { entityId, text } from '@stoa/kit/graphql';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { UserReinstated, UserSuspended } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { record } from '../audit/record.ts';
import { Seller } from '../seller/seller.entity.ts';
import { tellStanding } from '../seller/seller-standing.ts';
import { endSessions } from '../session/end-sessions.ts';
import { User } from './user.entity.ts';

/** Ends all that an account may do, at once: its sessions end, nobody logs in to it, and what it sells leaves the shelves. Again, it changes nothing. */
export const suspendUser = useCase('identity.suspendUser', z.object({ id: entityId, reason: text(500) }), async (tx, { id, reason }) => {
  if (id === tx.viewer.userId) throw badInput('is your own account', 'id');
  const { user, seller } = await locked(tx, id);
  if (user.suspendedAt) return user;
  user.suspendedAt = new Date();
  await endSessions(tx, id, 'ACCOUNT_CHANGED');
  if (seller) tellStanding(tx, seller, user);
  record(tx, 'suspendUser', { type: 'User', id }, reason);
  tx.emit(UserSuspended, user, { userId: id, sellerId: user.sellerId });
  return user;
});

/** Lets a suspended account be logged in to again. Again, it changes nothing. */
export const reinstateUser = useCase('identity.reinstateUser', z.object({ id: entityId }), async (tx, { id }) => {
  const { user, seller } = await locked(tx, id);
  if (!user.suspendedAt) return user;
  user.suspendedAt = null;
  if (seller) tellStanding(tx, seller, user);
  record(tx, 'reinstateUser', { type: 'User', id });
  tx.emit(UserReinstated, user, { userId: id, sellerId: user.sellerId });
  return user;
});

/** A seller's row is locked before the account's, here as everywhere. */
async function locked(tx: Transaction, id: string): Promise<{ user: User; seller: Seller | null }> {
  const seller = await tx.lock(Seller, { userId: id });
  const user = await tx.lock(User, { id });
  if (!user) throw notFound('user');
  return { user, seller };
}
