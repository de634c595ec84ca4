import type { PayloadOf } from '@stoa/kit/contracts';
import { on } from '@stoa/kit/handlers';
import type { Transaction } from '@stoa/kit/use-case';
import { DisputeUpdated } from '@stoa/schema/events/payments';
import { holdDisputed } from '../payout/disputed-shares.ts';
import { reduceShares } from '../payout/held-shares.ts';
import { captureEntries, feeEntries, refundEntries } from './entries-of.ts';
import { postTransaction } from './post-transaction.ts';

type Updated = PayloadOf<typeof DisputeUpdated>;

/**
 * What a bank contests is held, whatever became of the delivery. What it keeps goes back as a refund does; the provider's fee is the
 * platform's, however it ends.
 */
export const onDisputeUpdated = on(DisputeUpdated, async (tx, dispute) => {
  const { status, fee } = dispute;
  await holdDisputed(tx.sql, dispute);
  if (status === 'LOST' && (await post(tx, dispute, 'DISPUTE'))) await reduceShares(tx.sql, dispute);
  if (status === 'WON' && (await wasLost(tx, dispute))) await post(tx, dispute, 'DISPUTE_REVERSED');
  if (fee) {
    const posting = { kind: 'DISPUTE_FEE', reference: dispute.disputeId, orderId: dispute.orderId } as const;
    await postTransaction(tx, { ...posting, currency: fee.currency, entries: feeEntries(fee.amountMinor) });
  }
});

/** False where it was posted before, or nothing was at stake any more. */
async function post(tx: Transaction, dispute: Updated, kind: 'DISPUTE' | 'DISPUTE_REVERSED'): Promise<boolean> {
  const { disputeId: reference, orderId, amount } = dispute;
  if (amount.amountMinor === 0) return false;
  const entries = kind === 'DISPUTE' ? refundEntries(dispute) : captureEntries(dispute);
  return postTransaction(tx, { kind, reference, orderId, currency: amount.currency, entries });
}

const wasLost = async ({ sql }: Transaction, { disputeId }: Updated): Promise<boolean> =>
  (await sql.query(`select from ledger_transaction where kind = 'DISPUTE' and reference = $1`, [disputeId])).length > 0;
