import { newId } from '@stoa/kit/persistence';
import { answering, type CommandAnswer } from '@stoa/kit/testing';
import { linkPayoutOnboarding, openPayoutAccount, readPayoutAccount } from '@stoa/schema/commands/payments';

/** Payments, as far as a seller's account has to do with it. */
export class PayoutProvider {
  /** Accounts by seller. */
  readonly accounts = new Map<string, string>();
  readonly enabled = new Set<string>();

  get commands(): CommandAnswer[] {
    return [
      answering(openPayoutAccount, ({ sellerId }) => {
        const accountId = this.accounts.get(sellerId) ?? `acct_${newId()}`;
        this.accounts.set(sellerId, accountId);
        return { accountId };
      }),
      answering(linkPayoutOnboarding, ({ accountId }) => {
        return { url: `https://provider.example/${accountId}`, expiresAt: new Date(Date.now() + 300_000).toISOString() };
      }),
      answering(readPayoutAccount, ({ accountId }) => ({ payoutsEnabled: this.enabled.has(accountId) })),
    ];
  }
}
