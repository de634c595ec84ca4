import { on } from '@stoa/kit/handlers';
import { PaymentFailed } from '@stoa/schema/events/payments';
import { cancelBy } from './change-status.ts';

export const onPaymentFailed = on(PaymentFailed, (tx, { orderId }) => cancelBy(tx, orderId, 'fail', 'PAYMENT_FAILED', false));
