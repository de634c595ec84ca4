import type { Transaction } from '@stoa/kit/use-case';
import { PayoutUpdated } from '@stoa/schema/events/ledger';
import { payoutsDecided } from '../figures.ts';
import { payoutEntries } from '../transaction/entries-of.ts';
import { postTransaction } from '../transaction/post-transaction.ts';
import type { Payout } from './payout.entity.ts';

/** Writes into the books what became of a payout, and tells of it. */
export async function postPayout(tx: Transaction, payout: Payout, kind: 'PAYOUT' | 'PAYOUT_SENT' | 'PAYOUT_REFUSED'): Promise<void> {
  const { id, sellerId, status } = payout;
  const { amountMinor, currency } = payout.amount;
  await postTransaction(tx, { kind, reference: id, orderId: null, currency, entries: payoutEntries(kind, sellerId, amountMinor) });
  tx.emit(PayoutUpdated, payout, { payoutId: id, sellerId, amount: { amountMinor, currency }, status });
  if (kind !== 'PAYOUT') tx.count(payoutsDecided, { outcome: kind === 'PAYOUT_SENT' ? 'paid' : 'failed' });
}
