import { DomainError } from '@stoa/kit/errors';
import { entityId, optionalText } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { settleSaga } from '@stoa/kit/saga';
import { type DomainContext, type Transaction, workflow } from '@stoa/kit/use-case';
import { cancelShipments } from '@stoa/schema/commands/fulfillment';
import { endPayment } from '@stoa/schema/commands/payments';
import { RefundRequested } from '@stoa/schema/events/orders';
import { z } from 'zod';
import { checkoutSaga } from '../checkout/checkout.saga.ts';
import { cancelBy } from './change-status.ts';
import { Order, OrderItem } from './order.entity.ts';
import { orderPolicy } from './order.policy.ts';

const PATIENCE_MS = 15_000;

/**
 * A buyer gives up an order, as long as nothing of it has been sent or delivered. Who holds what decides: the provider whether it
 * is paid, fulfillment whether a parcel has left. What was paid goes back. One that is cancelled already stays as it is.
 */
export const cancelOrder = workflow(
  'orders.cancelOrder',
  z.object({ id: entityId, reason: optionalText(500) }),
  async (context, { id, reason = null }): Promise<Order> => {
    const found = permitted(context.viewer, await readOrder(context, id), orderPolicy.cancel, 'order');
    const order = found.status === 'PENDING' ? await giveUp(context, id, reason) : found;
    if (order.status === 'PENDING' || order.status === 'CANCELLED') return order;
    await assertNothingDelivered(context, order);
    await context.call(cancelShipments, { orderId: id });
    await context.transact((tx) => endCancelled(tx, id, reason));
    return (await readOrder(context, id))!;
  },
);

/** Ends a paid order whose parcels are kept in the house, and asks for the buyer's money. Its buyer does this, or the event if they are gone. */
export async function endCancelled(tx: Transaction, id: string, reason: string | null): Promise<void> {
  const { moved, order } = await cancelBy(tx, id, 'cancel', 'REQUESTED', true, reason);
  // The buyer's own words stay with the order: an event is kept where nobody could forget them.
  if (moved && order) tx.emit(RefundRequested, order, { orderId: id, reason: 'The order was cancelled' });
}

/** Ends an order that is not paid yet. If it is paid at this very moment, it is not pending any more afterwards, and goes on as paid. */
async function giveUp(context: DomainContext, id: string, reason: string | null): Promise<Order> {
  // Placing it may still be under way, and must not go on behind our back.
  await settleSaga(context, checkoutSaga, id, PATIENCE_MS, null);
  const { outcome } = await context.call(endPayment, { orderId: id });
  // A capture whose event comes after this finds the order ended, and is refunded for it.
  await context.transact((tx) => cancelBy(tx, id, 'giveUp', 'REQUESTED', outcome === 'CAPTURED', reason));
  return (await readOrder(context, id))!;
}

async function assertNothingDelivered({ rows }: DomainContext, { id, status }: Order): Promise<void> {
  const items = await rows.by(OrderItem, 'orderId', [id]);
  const delivered = status === 'SHIPPED' || status === 'DELIVERED' || items.some((item) => item.kind !== 'PHYSICAL');
  if (delivered) throw new DomainError('INVALID_TRANSITION', 'Some of it has been sent or delivered already', { status });
}

async function readOrder({ rows }: DomainContext, id: string): Promise<Order | undefined> {
  return (await rows.by(Order, 'id', [id]))[0];
}
