import { on } from '@stoa/kit/handlers';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { holdShares } from '../payout/held-shares.ts';
import { ledgerSettings } from '../settings.ts';
import { captureEntries } from './entries-of.ts';
import { postTransaction } from './post-transaction.ts';

export const onPaymentCaptured = on(PaymentCaptured, async (tx, captured) => {
  const posted = await postTransaction(tx, {
    kind: 'CAPTURE',
    reference: captured.paymentId,
    orderId: captured.orderId,
    currency: captured.amount.currency,
    entries: captureEntries(captured),
  });
  if (posted) await holdShares(tx.sql, captured, tx.use(ledgerSettings).STOA_PAYOUT_HOLD_DAYS);
});
