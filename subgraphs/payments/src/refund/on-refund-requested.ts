import { on } from '@stoa/kit/handlers';
import { RefundRequested } from '@stoa/schema/events/orders';
import { Payment } from '../payment/payment.entity.ts';
import { askRefundOnce } from './ask-refund.ts';
import { settleRefunds } from './settle-refunds.job.ts';

/** An order cannot keep its money: all that is left of it goes back. */
export const onRefundRequested = on(RefundRequested, async (tx, { orderId, reason }) => {
  const payment = await tx.lock(Payment, { orderId });
  if (!payment) throw new Error(`order ${orderId} asks for a refund and has no payment`);
  await askRefundOnce(tx, payment, { requestKey: `order/${orderId}`, reason });
  tx.wakeJob(settleRefunds.name);
});
