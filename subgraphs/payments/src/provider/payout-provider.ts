import type { Amount } from '@stoa/kit/money';

/** A seller's account at the provider, to which what they have earned is paid. */
export interface PayoutAccount {
  readonly accountId: string;
  /** Ours, as we told the provider; null for an account that is none of ours. */
  readonly sellerId: string | null;
  /** Whether the provider knows enough of the seller to pay them. */
  readonly payoutsEnabled: boolean;
}

/** Money that went to a seller's account, as the provider lists it. */
export interface ListedTransfer {
  readonly transferId: string;
  /** Ours, as we told the provider; null for one that somebody has made there. */
  readonly payoutId: string | null;
}

/** Where sellers' money goes. Whatever changes something there carries a key, so that asking again is asking the same. */
export interface PayoutProvider {
  openAccount(sellerId: string): Promise<PayoutAccount>;
  /** The provider's page on which a seller tells what must be known of them. */
  onboardingLink(accountId: string): Promise<{ readonly url: string; readonly expiresAt: Date }>;
  readAccount(accountId: string): Promise<PayoutAccount>;
  /** What was sent in a time. */
  transfers(from: Date, to: Date): AsyncIterable<ListedTransfer>;
  /** Sends a payout on its way. What was asked for before is looked for first. */
  transfer(payout: { payoutId: string; accountId: string; amount: Amount }): Promise<{ readonly transferId: string }>;
}
