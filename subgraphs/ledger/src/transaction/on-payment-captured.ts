import { on } from '@stoa/kit/handlers';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { captureEntries } from './entries-of.ts';
import { postTransaction } from './post-transaction.ts';

export const onPaymentCaptured = on(PaymentCaptured, (tx, captured) =>
  postTransaction(tx, {
    kind: 'CAPTURE',
    reference: captured.paymentId,
    orderId: captured.orderId,
    currency: captured.amount.currency,
    entries: captureEntries(captured),
  }),
);
