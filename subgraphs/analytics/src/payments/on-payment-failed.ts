import { on } from '@stoa/kit/handlers';
import { PaymentFailed } from '@stoa/schema/events/payments';
import { countPayment } from './count-payment.ts';

export const onPaymentFailed = on(PaymentFailed, ({ sql }, _failed, { occurredAt }) => countPayment(sql, 'failed', [occurredAt]));
