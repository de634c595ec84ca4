import { on } from '@stoa/kit/handlers';
import { PaymentFailed } from '@stoa/schema/events/payments';
import { cancelBy, lockOrder } from './change-status.ts';

export const onPaymentFailed = on(PaymentFailed, async (tx, { orderId }) => {
  cancelBy(tx, await lockOrder(tx, orderId), 'fail', 'PAYMENT_FAILED', false);
});
