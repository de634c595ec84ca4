import type { DomainContext } from '@stoa/kit/use-case';
import { PLATFORM_ACCOUNTS } from './account-codes.ts';
import { openAccount } from './open-account.ts';

/** The platform's accounts in dollars; those in other currencies are opened by their first posting. */
export async function seedAccounts({ sql }: DomainContext): Promise<void> {
  for (const code of PLATFORM_ACCOUNTS) await openAccount(sql, code, 'USD');
}
