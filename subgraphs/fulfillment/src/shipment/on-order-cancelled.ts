import { on } from '@stoa/kit/handlers';
import type { Transaction } from '@stoa/kit/use-case';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { changeShipment, lockOrderShipments } from './change-shipment.ts';
import { Shipment } from './shipment.entity.ts';

export const onOrderCancelled = on(OrderCancelled, (tx, { orderId }) => cancelShipments(tx, orderId));

/** Cancels what has not left yet. An order without parcels has none to cancel. */
export async function cancelShipments(tx: Transaction, orderId: string): Promise<void> {
  const order = await lockOrderShipments(tx, orderId);
  if (!order) return;
  for (const shipment of await tx.em.find(Shipment, { orderId }, { orderBy: { id: 'asc' } })) changeShipment(tx, order, shipment, 'cancel');
}
