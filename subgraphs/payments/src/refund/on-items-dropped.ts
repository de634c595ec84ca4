import { on } from '@stoa/kit/handlers';
import type { Transaction } from '@stoa/kit/use-case';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { Payment } from '../payment/payment.entity.ts';
import { askRefundOnce, oweRefund } from './ask-refund.ts';
import { goingBack } from './going-back.ts';
import { chargesOf, goneOf } from './refundable.ts';
import { settleRefunds } from './settle-refunds.job.ts';

/**
 * A seller cannot send what was paid for: what is left of these lines goes back, and what was taken for sending them. Where the lines
 * were paid back one by one until no parcel was left, the sending still has to be. An order that ends asks for its refund itself.
 */
export const onItemsDropped = on(ItemsDropped, async (tx, { orderId, shipmentId, sellerId, reason, items }) => {
  if (reason === 'ORDER_CANCELLED') return;
  const payment = await tx.lock(Payment, { orderId });
  if (!payment) throw new Error(`the goods of order ${orderId} are dropped, and it has no payment`);
  const sending = payment.shipping.filter((each) => each.sellerId === sellerId && each.parts.shippingMinor > 0);
  const dropped = reason === 'REFUNDED' ? [] : items;
  if (reason === 'REFUNDED') {
    for (const { orderItemId } of items) await giveBackDropped(tx, payment, orderItemId);
    tx.wakeJob(settleRefunds.name);
    if (sending.length === 0 || (await anythingLeft(tx, payment, sellerId))) return;
  }
  const known = dropped.filter((item) => payment.lines.some((line) => line.orderItemId === item.orderItemId));
  const ids = [...known.map(({ orderItemId }) => orderItemId), ...sending.map(({ shippingId }) => shippingId)];
  const lines = ids.map((orderItemId) => ({ orderItemId, quantity: null }));
  const wish = { requestKey: `shipment/${shipmentId}`, reason: 'Its seller cancelled the shipment' };
  // A payment that is older than its lines has one for each seller.
  await askRefundOnce(tx, payment, lines.length > 0 ? { ...wish, asked: { amount: null, items: lines } } : { ...wish, sellerId });
  tx.wakeJob(settleRefunds.name);
});

/**
 * Where it was a bank that paid goods back, and it returns the money, they are dropped all the same: so they are paid back then, or at
 * once if it has returned it before we were told that they are dropped. A payment that is older than its lines knows none of them.
 */
async function giveBackDropped(tx: Transaction, payment: Payment, orderItemId: string): Promise<void> {
  const isKnown = payment.lines.some((line) => line.orderItemId === orderItemId);
  const asked = { amount: null, items: [{ orderItemId, quantity: null }] };
  await (isKnown ? askRefundOnce : oweRefund)(tx, payment, { requestKey: `dropped/${orderItemId}`, reason: 'It was not sent', asked });
}

/** Whether the seller has still anything to send, or to be paid back. */
async function anythingLeft(tx: Transaction, payment: Payment, sellerId: string): Promise<boolean> {
  const gone = goneOf({ earlier: await goingBack(tx, payment.id) }, chargesOf(payment));
  const goods = payment.lines.filter((line) => line.sellerId === sellerId && line.kind === 'PHYSICAL');
  return goods.some(({ orderItemId, worthMinor }) => gone.get(orderItemId)?.amountMinor !== worthMinor);
}
