import { DomainError } from '@stoa/kit/errors';
import { on } from '@stoa/kit/handlers';
import { RefundRequested } from '@stoa/schema/events/orders';
import { Payment } from '../payment/payment.entity.ts';
import { CAPTURED_STATES } from '../payment/payment.machine.ts';
import { askRefund } from './ask-refund.ts';
import { settleRefunds } from './settle-refunds.job.ts';

/** An order cannot keep its money: it goes back in full. If somebody has given it back, or is about to, nothing is left to do. */
export const onRefundRequested = on(RefundRequested, async (tx, { orderId, reason }) => {
  const payment = await tx.lock(Payment, { orderId });
  if (!payment) throw new Error(`order ${orderId} asks for a refund and has no payment`);
  try {
    await askRefund(tx, payment, { requestKey: `order/${orderId}`, reason });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'NOT_REFUNDABLE' || !CAPTURED_STATES.includes(payment.status)) throw error;
  }
  tx.wakeJob(settleRefunds.name);
});
