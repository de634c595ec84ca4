import { on } from '@stoa/kit/handlers';
import { OrderConfirmed, RefundRequested } from '@stoa/schema/events/orders';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { changeStatus, lockOrder, tellUpdate } from './change-status.ts';
import { OrderItem } from './order.entity.ts';
import { orderFacts } from './order-facts.ts';

/** The money is there: the order stands. If it has ended meanwhile, the money goes back. */
export const onPaymentCaptured = on(PaymentCaptured, async (tx, { orderId }) => {
  const order = await lockOrder(tx, orderId);
  const verdict = changeStatus(tx, order, 'pay');
  if (!order) return;
  if (verdict.moved) {
    order.provisional = false;
    order.confirmedAt = new Date();
    const items = await tx.em.find(OrderItem, { orderId }, { orderBy: { id: 'asc' } });
    tx.emit(OrderConfirmed, order, orderFacts(order, items));
    // What needs no parcel has arrived with the confirmation.
    if (items.every((item) => item.kind !== 'PHYSICAL') && changeStatus(tx, order, 'deliver').moved) tellUpdate(tx, order);
  } else if (verdict.compensate) {
    tx.emit(RefundRequested, order, { orderId, reason: 'The order had ended before its payment came' });
  }
});
