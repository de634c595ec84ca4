import { on } from '@stoa/kit/handlers';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { measureEnrollment } from '../health/measure-enrollment.ts';
import { addShares } from '../sales/add-shares.ts';
import { countPayment } from './count-payment.ts';

export const onPaymentCaptured = on(PaymentCaptured, async ({ sql }, { orderId, amount, split }, { occurredAt }) => {
  await addShares(sql, 'SOLD', occurredAt, amount.currency, split);
  await countPayment(sql, 'captured', occurredAt);
  await measureEnrollment(sql, 'captured_at', orderId, occurredAt);
});
