import { on } from '@stoa/kit/handlers';
import { UserRegistered } from '@stoa/schema/events/identity';
import { sellerPayable } from './account-codes.ts';
import { openAccounts } from './open-account.ts';

/** A seller has an account from the first day. */
export const onUserRegistered = on(UserRegistered, async ({ sql }, { sellerId }) => {
  if (sellerId) await openAccounts(sql, [sellerPayable(sellerId)], 'USD');
});
