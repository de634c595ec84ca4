import { on } from '@stoa/kit/handlers';
import { RefundFailed } from '@stoa/schema/events/payments';
import { countPayment } from './count-payment.ts';

export const onRefundFailed = on(RefundFailed, ({ sql }, _failed, { occurredAt }) => countPayment(sql, 'refund_failed', [occurredAt]));
