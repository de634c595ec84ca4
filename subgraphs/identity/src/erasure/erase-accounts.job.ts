import { job, minutes } from '@stoa/kit/jobs';
import { forget } from '@stoa/kit/personal-data';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { readOpenShipments } from '@stoa/schema/commands/fulfillment';
import { readOpenAccounts } from '@stoa/schema/commands/ledger';
import { readOpenOrders } from '@stoa/schema/commands/orders';
import { readOpenPayments } from '@stoa/schema/commands/payments';
import { SellerUnfollowed, UserErased } from '@stoa/schema/events/identity';
import { holdings } from '../holdings.ts';
import { lockedAccount } from '../user/close-account.ts';
import { DataErasure } from './data-erasure.entity.ts';

const AT_ONCE = 100;

interface Due {
  readonly userId: string;
  readonly sellerId: string | null;
}

/** Forgets those whose days are over and of whom nothing is open. Of the others it is noted what they wait for. */
export const eraseAccounts = job('identity.eraseAccounts', minutes(10), async (context) => {
  const due = await context.sql.query<Due>(
    `select user_id as "userId", seller_id as "sellerId" from data_erasure join users on users.id = user_id
     where erased_at is null and due_at <= now() order by due_at limit $1`,
    [AT_ONCE],
  );
  for (const each of due) {
    const waitingFor = await openBusinessOf(context, each);
    await context.sql.query('update data_erasure set waiting_for = $2 where user_id = $1', [each.userId, JSON.stringify(waitingFor)]);
    if (waitingFor.length === 0) await context.transact((tx) => erase(tx, each));
  }
});

/** Somebody must still be reached, and be known, while a parcel, a refund or money is on its way to them or from them. */
async function openBusinessOf(context: DomainContext, who: Due): Promise<string[]> {
  const answers = await Promise.all([
    context.call(readOpenOrders, who),
    context.call(readOpenShipments, who),
    context.call(readOpenPayments, who),
    context.call(readOpenAccounts, who),
  ]);
  return answers.flatMap(({ open }) => open);
}

async function erase(tx: Transaction, { userId, sellerId }: Due): Promise<void> {
  const { user } = await lockedAccount(tx, userId);
  const erasure = await tx.lockRow(DataErasure, { userId });
  // It was taken back meanwhile, or another replica was first.
  if (!erasure || erasure.erasedAt) return;
  await unfollowAll(tx, userId);
  await tx.sql.query('delete from strict_count where position($1 in key) > 0 or position($2 in key) > 0', [user.email, userId]);
  await forget(tx, holdings, userId);
  await tx.sql.query('update data_erasure set erased_at = now() where user_id = $1', [userId]);
  user.avatarUrl = null;
  tx.emit(UserErased, user, { userId, sellerId });
}

async function unfollowAll({ sql, emit }: Transaction, userId: string): Promise<void> {
  const gone = await sql.query<{ id: string; sellerId: string }>(
    `with counted as (
       update seller set follower_count = follower_count - 1 where id in (select seller_id from follow where user_id = $1))
     delete from follow where user_id = $1 returning id, seller_id as "sellerId"`,
    [userId],
  );
  for (const { id, sellerId } of gone) emit(SellerUnfollowed, { id, version: 2 }, { sellerId, userId });
}
