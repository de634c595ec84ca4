import { on } from '@stoa/kit/handlers';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { Payment } from '../payment/payment.entity.ts';
import { askRefundOnce } from './ask-refund.ts';
import { settleRefunds } from './settle-refunds.job.ts';

/** A seller cannot send what was paid for: what is left of these lines goes back. An order that ends asks for its refund itself. */
export const onItemsDropped = on(ItemsDropped, async (tx, { orderId, shipmentId, reason, items }) => {
  if (reason !== 'SHIPMENT_CANCELLED') return;
  const payment = await tx.lock(Payment, { orderId });
  if (!payment) throw new Error(`the goods of order ${orderId} are dropped, and it has no payment`);
  const lines = items.map(({ orderItemId }) => ({ orderItemId, quantity: null }));
  const asked = { amount: null, items: lines };
  await askRefundOnce(tx, payment, { requestKey: `shipment/${shipmentId}`, reason: 'Its seller cancelled the shipment', asked });
  tx.wakeJob(settleRefunds.name);
});
