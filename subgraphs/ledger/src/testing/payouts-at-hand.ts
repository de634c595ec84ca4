import { newId } from '@stoa/kit/persistence';
import { answering, type CommandAnswer } from '@stoa/kit/testing';
import { readSellerAccount } from '@stoa/schema/commands/identity';
import { sendPayout } from '@stoa/schema/commands/payments';

/** Identity and payments, as far as a payout has to do with them. */
export class PayoutsAtHand {
  /** What was sent, by payout. */
  readonly sent = new Map<string, number>();
  /** Sellers whom the provider does not pay. */
  readonly unknown = new Set<string>();
  /** Sellers who may not sell. */
  readonly suspended = new Set<string>();
  refusal: string | null = null;
  losesAnswers = false;

  get commands(): CommandAnswer[] {
    return [
      answering(readSellerAccount, ({ sellerId }) => {
        const payoutsEnabled = !this.unknown.has(sellerId);
        return { accountId: payoutsEnabled ? `acct_${sellerId}` : null, payoutsEnabled, selling: !this.suspended.has(sellerId) };
      }),
      answering(sendPayout, ({ payoutId, amount }) => {
        if (this.refusal) return { outcome: 'REFUSED' as const, code: this.refusal };
        this.sent.set(payoutId, amount.amountMinor);
        if (this.losesAnswers) throw new Error('the answer is lost');
        return { outcome: 'SENT' as const, transferId: `tr_${newId()}` };
      }),
    ];
  }
}
