import type { DomainContext } from '@stoa/kit/use-case';
import { PLATFORM_ACCOUNTS } from './account-codes.ts';
import { openAccounts } from './open-account.ts';

/** The platform's accounts in dollars; those in other currencies are opened by their first posting. */
export async function seedAccounts({ sql }: DomainContext): Promise<void> {
  await openAccounts(sql, PLATFORM_ACCOUNTS, 'USD');
}
