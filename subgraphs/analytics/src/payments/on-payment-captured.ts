import { onMany } from '@stoa/kit/handlers';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { measureEnrollments } from '../health/measure-enrollments.ts';
import { addShares } from '../sales/add-shares.ts';
import { countPayment } from './count-payment.ts';

export const onPaymentCaptured = onMany(PaymentCaptured, async (tx, captures) => {
  const { sql } = tx;
  const captured = captures.map(({ payload: { orderId, amount, split }, envelope }) => {
    return { orderId, at: envelope.occurredAt, currency: amount.currency, split };
  });
  await addShares(sql, 'SOLD', captured);
  await countPayment(
    sql,
    'captured',
    captured.map(({ at }) => at),
  );
  await measureEnrollments(tx, 'captured_at', captured);
});
