import { on } from '@stoa/kit/handlers';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { reduceShares } from '../payout/held-shares.ts';
import { refundEntries } from './entries-of.ts';
import { postTransaction } from './post-transaction.ts';

export const onRefundSucceeded = on(RefundSucceeded, async (tx, refunded) => {
  const posted = await postTransaction(tx, {
    kind: 'REFUND',
    reference: refunded.refundId,
    orderId: refunded.orderId,
    currency: refunded.amount.currency,
    entries: refundEntries(refunded),
  });
  if (posted) await reduceShares(tx.sql, refunded);
});
