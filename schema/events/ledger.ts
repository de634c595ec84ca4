import { amount, collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

/** A balanced transaction of a capture or a refund stands in the books. */
export const TransactionPosted = event('ledger.transaction.posted', {
  version: 1,
  aggregate: 'LedgerTransaction',
  payload: z.object({ transactionId: z.uuid(), kind: z.enum(['CAPTURE', 'REFUND']), reference: z.string() }),
});

/** A seller's payout was asked for, is paid, or has failed, and the books say so. */
export const PayoutUpdated = event('ledger.payout.updated', {
  version: 1,
  aggregate: 'Payout',
  payload: z.object({ payoutId: z.uuid(), sellerId: z.uuid(), amount, status: z.enum(['PENDING', 'PAID', 'FAILED']) }),
  touches: ({ sellerId }) => [entity('Seller', sellerId), collection('Seller.payouts', sellerId)],
});
