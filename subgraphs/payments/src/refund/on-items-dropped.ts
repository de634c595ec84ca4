import { on } from '@stoa/kit/handlers';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { Payment } from '../payment/payment.entity.ts';
import { askRefundOnce } from './ask-refund.ts';
import { settleRefunds } from './settle-refunds.job.ts';

/** A seller cannot send what was paid for: what is left of these lines goes back. An order that ends asks for its refund itself. */
export const onItemsDropped = on(ItemsDropped, async (tx, { orderId, shipmentId, sellerId, reason, items }) => {
  if (reason !== 'SHIPMENT_CANCELLED') return;
  const payment = await tx.lock(Payment, { orderId });
  if (!payment) throw new Error(`the goods of order ${orderId} are dropped, and it has no payment`);
  const known = items.filter((item) => payment.lines.some((line) => line.orderItemId === item.orderItemId));
  const lines = known.map(({ orderItemId }) => ({ orderItemId, quantity: null }));
  const wish = { requestKey: `shipment/${shipmentId}`, reason: 'Its seller cancelled the shipment' };
  // A payment that is older than its lines has one for each seller.
  await askRefundOnce(tx, payment, lines.length > 0 ? { ...wish, asked: { amount: null, items: lines } } : { ...wish, sellerId });
  tx.wakeJob(settleRefunds.name);
});
