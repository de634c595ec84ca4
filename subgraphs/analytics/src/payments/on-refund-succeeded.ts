import { on } from '@stoa/kit/handlers';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { addShares } from '../sales/add-shares.ts';
import { countPayment } from './count-payment.ts';

export const onRefundSucceeded = on(RefundSucceeded, async ({ sql }, { amount, split }, { occurredAt }) => {
  await addShares(sql, 'BACK', [{ at: occurredAt, currency: amount.currency, split }]);
  await countPayment(sql, 'refunded', [occurredAt]);
});
