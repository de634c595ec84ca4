import type { EventEnvelope } from '@stoa/kit/contracts';
import { onMany } from '@stoa/kit/handlers';
import type { Transaction } from '@stoa/kit/use-case';
import { OrderConfirmed, RefundRequested } from '@stoa/schema/events/orders';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { changeStatus, moveAll, type ToldOrder, tellUpdate } from './change-status.ts';
import { orderFacts, readLineFacts } from './order-facts.ts';

/** The money is there: the order stands. If it has ended meanwhile, the money goes back. */
export const onPaymentCaptured = onMany(PaymentCaptured, async (tx, captures) => {
  const orderIds = captures.map(({ payload }) => payload.orderId);
  const [moved, lines] = await Promise.all([moveAll(tx.sql, orderIds, 'pay'), readLineFacts(tx.sql, orderIds)]);
  const movedById = new Map(moved.map((order) => [order.id, order]));
  // What needs no parcel has arrived with the confirmation.
  const arrivedIds: string[] = [];
  for (const { payload, envelope } of captures) {
    const { orderId } = payload;
    const order = movedById.get(orderId) ?? (await payWhatStayed(tx, orderId, envelope));
    movedById.delete(orderId);
    if (!order) continue;
    const facts = lines.get(orderId)!;
    tx.emit(OrderConfirmed, order, orderFacts(order, facts), envelope);
    if (!facts.some(({ kind }) => kind === 'PHYSICAL')) arrivedIds.push(orderId);
  }
  if (arrivedIds.length === 0) return;
  for (const order of await moveAll(tx.sql, arrivedIds, 'deliver'))
    tellUpdate(tx, order, captures.find(({ payload }) => payload.orderId === order.id)!.envelope);
});

/** Looks why an order was not moved; answers it, if it moves after all. */
async function payWhatStayed(tx: Transaction, orderId: string, cause: EventEnvelope): Promise<ToldOrder | null> {
  const { moved, order, compensate } = await changeStatus(tx, orderId, 'pay');
  if (order && compensate) tx.emit(RefundRequested, order, { orderId, reason: 'The order had ended before its payment came' }, cause);
  return moved ? order : null;
}
