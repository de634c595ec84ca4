import { on } from '@stoa/kit/handlers';
import type { Transaction } from '@stoa/kit/use-case';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { changeShipment, lockOrderShipments } from './change-shipment.ts';
import type { OrderShipments } from './order-shipments.entity.ts';
import { Shipment } from './shipment.entity.ts';

export const onOrderCancelled = on(OrderCancelled, (tx, { orderId }) => cancelShipments(tx, orderId));

/** Cancels what has not left yet. An order without parcels has none to cancel, and gets none any more. */
export async function cancelShipments(tx: Transaction, orderId: string): Promise<void> {
  const order = (await lockOrderShipments(tx, orderId)) ?? (await endBeforehand(tx, orderId));
  if (!order) return;
  for (const shipment of await tx.em.find(Shipment, { orderId }, { orderBy: { id: 'asc' } })) changeShipment(tx, order, shipment, 'cancel');
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Leaves the row of an order without parcels, since the question to prepare them may still be on its way, and must come too late.
 * Null, unless that question was answered just now: then its parcels are there to be cancelled.
 */
async function endBeforehand(tx: Transaction, orderId: string): Promise<OrderShipments | null> {
  const left = await tx.sql.query(
    `insert into order_shipments (id, order_number, buyer_id, shipping_address) values ($1, '', $2, '{}') on conflict do nothing returning id`,
    [orderId, NOBODY],
  );
  return left.length > 0 ? null : lockOrderShipments(tx, orderId);
}
