import { DomainError, notFound } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';
import { UserReinstated, UserSuspended } from '@stoa/schema/events/identity';
import { Seller } from '../seller/seller.entity.ts';
import { tellStanding } from '../seller/seller-standing.ts';
import { endSessions } from '../session/end-sessions.ts';
import { User } from './user.entity.ts';

export interface Account {
  readonly user: User;
  readonly seller: Seller | null;
}

/** An account, locked. A seller's row is locked before the account's, here as everywhere. */
export async function lockedAccount(tx: Transaction, id: string): Promise<Account> {
  const seller = await tx.lock(Seller, { userId: id });
  const user = await tx.lock(User, { id });
  if (!user) throw notFound('user');
  return { user, seller };
}

/** Ends all that an account may do, at once: its sessions end, nobody logs in to it, and what it sells leaves the shelves. */
export async function closeAccount(tx: Transaction, { user, seller }: Account): Promise<void> {
  user.suspendedAt = new Date();
  await endSessions(tx, user.id, 'ACCOUNT_CHANGED');
  if (seller) tellStanding(tx, seller, user);
  tx.emit(UserSuspended, user, { userId: user.id, sellerId: user.sellerId });
}

/** Lets a closed account be logged in to again. Where its owner wanted it to be forgotten, that is taken back; what has been forgotten stays so. */
export async function openAccount(tx: Transaction, { user, seller }: Account): Promise<void> {
  const forgotten = await tx.sql.query('select from data_erasure where user_id = $1 and erased_at is not null', [user.id]);
  if (forgotten.length > 0) throw new DomainError('INVALID_TRANSITION', 'The account has been forgotten');
  await tx.sql.query('delete from data_erasure where user_id = $1', [user.id]);
  user.suspendedAt = null;
  if (seller) tellStanding(tx, seller, user);
  tx.emit(UserReinstated, user, { userId: user.id, sellerId: user.sellerId });
}
