import { on } from '@stoa/kit/handlers';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { refundEntries } from './entries-of.ts';
import { postTransaction } from './post-transaction.ts';

export const onRefundSucceeded = on(RefundSucceeded, (tx, refunded) =>
  postTransaction(tx, {
    kind: 'REFUND',
    reference: refunded.refundId,
    orderId: refunded.orderId,
    currency: refunded.amount.currency,
    entries: refundEntries(refunded),
  }),
);
