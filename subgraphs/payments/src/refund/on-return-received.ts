import { on } from '@stoa/kit/handlers';
import { ReturnReceived } from '@stoa/schema/events/fulfillment';
import { Payment } from '../payment/payment.entity.ts';
import { askRefundOnce } from './ask-refund.ts';
import { goingBack } from './going-back.ts';
import { settleRefunds } from './settle-refunds.job.ts';

/** Goods came back: what was paid for them goes back too, as far as it has not before. */
export const onReturnReceived = on(ReturnReceived, async (tx, { orderId, returnId, items }) => {
  const payment = await tx.lock(Payment, { orderId });
  if (!payment) throw new Error(`goods of order ${orderId} came back, and it has no payment`);
  const gone = (await goingBack(tx, payment.id)).flatMap(({ lines }) => lines);
  const wanted = items.flatMap(({ orderItemId, quantity }) => {
    const line = payment.lines.find((one) => one.orderItemId === orderItemId);
    const before = gone.filter((one) => one.orderItemId === orderItemId).reduce((sum, one) => sum + one.quantity, 0);
    const left = line ? Math.min(quantity, line.quantity - before) : 0;
    return left > 0 ? [{ orderItemId, quantity: left }] : [];
  });
  if (wanted.length === 0) return;
  const asked = { amount: null, items: wanted };
  await askRefundOnce(tx, payment, { requestKey: `return/${returnId}`, reason: 'It was returned', asked });
  tx.wakeJob(settleRefunds.name);
});
