import { answer, answerRead } from '@stoa/kit/commands';
import type { OutputOf } from '@stoa/kit/contracts';
import { job, minutes } from '@stoa/kit/jobs';
import type { Transaction } from '@stoa/kit/use-case';
import { noteSellerAccount, readSellerAccount } from '@stoa/schema/commands/identity';
import { readPayoutAccount } from '@stoa/schema/commands/payments';
import { UserUpdated } from '@stoa/schema/events/identity';
import { User } from '../user/user.entity.ts';
import { Seller } from './seller.entity.ts';

export const answerReadSellerAccount = answerRead(readSellerAccount, async ({ sql }, { sellerId }) => {
  const [account] = await sql.query<OutputOf<typeof readSellerAccount>>(
    `select payout_account_id as "accountId", payouts_enabled as "payoutsEnabled",
       seller.status = 'APPROVED' and users.suspended_at is null as selling
     from seller join users on users.id = seller.user_id where seller.id = $1`,
    [sellerId],
  );
  return account ?? { accountId: null, payoutsEnabled: false, selling: false };
});

export const answerNoteSellerAccount = answer(noteSellerAccount, async (tx, { sellerId, accountId, payoutsEnabled }) => {
  await noteAccount(tx, sellerId, accountId, payoutsEnabled);
  return {};
});

async function noteAccount(tx: Transaction, sellerId: string, payoutAccountId: string, payoutsEnabled: boolean): Promise<void> {
  const seller = await tx.lock(Seller, { id: sellerId, payoutAccountId });
  if (!seller || seller.payoutsEnabled === payoutsEnabled) return;
  seller.payoutsEnabled = payoutsEnabled;
  const user = (await tx.lock(User, { id: seller.userId }))!;
  tx.emit(UserUpdated, user, { userId: user.id, sellerId });
}

/** Asks the provider after accounts that it does not pay yet, for where no webhook can reach us; ever more seldom. */
export const checkSellerAccounts = job('identity.checkSellerAccounts', minutes(1), async (context) => {
  const due = await context.sql.query<{ id: string; accountId: string }>(
    `update seller set account_checks = account_checks + 1,
       next_account_check_at = now() + make_interval(mins => least(1440, power(2, least(account_checks, 11))::int))
     where id in (
       select id from seller where payout_account_id is not null and not payouts_enabled and next_account_check_at <= now()
       order by next_account_check_at limit 20 for update skip locked)
     returning id, payout_account_id as "accountId"`,
  );
  for (const { id, accountId } of due) {
    try {
      const { payoutsEnabled } = await context.call(readPayoutAccount, { accountId });
      await context.transact((tx) => noteAccount(tx, id, accountId, payoutsEnabled));
    } catch (error) {
      context.log.warn({ err: error, sellerId: id }, "a seller's account could not be looked at");
    }
  }
});
