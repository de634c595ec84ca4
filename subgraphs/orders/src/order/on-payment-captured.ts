import { on } from '@stoa/kit/handlers';
import { OrderConfirmed, RefundRequested } from '@stoa/schema/events/orders';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { changeStatus, tellUpdate } from './change-status.ts';
import { orderFacts, readLineFacts } from './order-facts.ts';

/** The money is there: the order stands. If it has ended meanwhile, the money goes back. */
export const onPaymentCaptured = on(PaymentCaptured, async (tx, { orderId }) => {
  const [{ moved, order, compensate }, lines] = await Promise.all([changeStatus(tx, orderId, 'pay'), readLineFacts(tx.sql, orderId)]);
  if (!order) return;
  if (compensate) tx.emit(RefundRequested, order, { orderId, reason: 'The order had ended before its payment came' });
  if (!moved) return;
  tx.emit(OrderConfirmed, order, orderFacts(order, lines));
  if (lines.some(({ kind }) => kind === 'PHYSICAL')) return;
  // What needs no parcel has arrived with the confirmation.
  const delivery = await changeStatus(tx, orderId, 'deliver');
  if (delivery.moved && delivery.order) tellUpdate(tx, delivery.order);
});
