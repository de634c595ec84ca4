import type { PayloadOf } from '@stoa/kit/contracts';
import { fire, type TriggerOf, type Verdict } from '@stoa/kit/machine';
import type { Transaction } from '@stoa/kit/use-case';
import { OrderCancelled, OrderUpdated } from '@stoa/schema/events/orders';
import { Order, OrderStatusChange } from './order.entity.ts';
import { orderMachine } from './order.machine.ts';

export const lockOrder = ({ lock }: Transaction, id: string): Promise<Order | null> => lock(Order, { id });

/** Pulls a trigger on a locked order; if it moves, the change is kept for whoever follows the order. */
export function changeStatus(tx: Transaction, order: Order | null, trigger: TriggerOf<typeof orderMachine>): Verdict {
  const from = order?.status ?? null;
  const verdict = fire(orderMachine, order, trigger);
  if (order && verdict.moved) {
    order.version += 1;
    tx.em.persist(OrderStatusChange.of(order.id, order.version, from, order.status));
  }
  return verdict;
}

/** Tells that an order moved with its shipments. */
export const tellUpdate = (tx: Transaction, order: Order): void =>
  tx.emit(OrderUpdated, order, { orderId: order.id, buyerId: order.buyerId, status: order.status });

type Reason = PayloadOf<typeof OrderCancelled>['reason'];

const WORDS: Record<Reason, string> = {
  PAYMENT_FAILED: 'The payment failed',
  UNPAID: 'It was not paid in time',
  NOT_ALLOCATED: 'Not everything was in stock',
  NOT_CHARGED: 'The payment could not be prepared',
  OUT_OF_STOCK: 'Its goods were sold out before the payment came',
  REQUESTED: 'It was cancelled',
  REFUNDED: 'It was refunded',
};

/** Ends a locked order by a trigger that may not move it; true if it did. `paid`: money was captured and goes back. */
export function cancelBy(
  tx: Transaction,
  order: Order | null,
  trigger: TriggerOf<typeof orderMachine>,
  reason: Reason,
  paid: boolean,
): boolean {
  if (!changeStatus(tx, order, trigger).moved || !order) return false;
  order.cancelledAt = new Date();
  order.cancelReason = WORDS[reason];
  tx.emit(OrderCancelled, order, { orderId: order.id, cartId: order.cartId, buyerId: order.buyerId, reason, paid });
  return true;
}
