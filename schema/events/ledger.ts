import { event } from '@stoa/kit/contracts';
import { z } from 'zod';

/** A balanced transaction stands in the books. */
export const TransactionPosted = event('ledger.transaction.posted', {
  version: 1,
  aggregate: 'LedgerTransaction',
  payload: z.object({ transactionId: z.uuid(), kind: z.enum(['CAPTURE', 'REFUND']), reference: z.string() }),
});
