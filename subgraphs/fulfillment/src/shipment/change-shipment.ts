import { notFound } from '@stoa/kit/errors';
import { fire, type TriggerOf } from '@stoa/kit/machine';
import type { Transaction } from '@stoa/kit/use-case';
import { ShipmentDelivered, ShipmentStarted, ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import { OrderShipments } from './order-shipments.entity.ts';
import { Shipment, ShipmentChange } from './shipment.entity.ts';
import { shipmentMachine } from './shipment.machine.ts';

/** Locks an order's shipments, all of them, whichever is to change. */
export const lockOrderShipments = ({ lock }: Transaction, orderId: string): Promise<OrderShipments | null> =>
  lock(OrderShipments, { id: orderId });

/** A shipment with its order's row, locked in that order everywhere. */
export async function lockShipment(tx: Transaction, id: string): Promise<{ order: OrderShipments; shipment: Shipment }> {
  const found = await tx.em.findOne(Shipment, { id });
  if (!found) throw notFound('shipment');
  const order = (await lockOrderShipments(tx, found.orderId))!;
  const shipment = await tx.em.findOneOrFail(Shipment, { id }, { refresh: true });
  return { order, shipment };
}

/** Pulls a trigger on a locked shipment. If it moves, the change gets its number, is kept, and is told. */
export function changeShipment(
  tx: Transaction,
  order: OrderShipments,
  shipment: Shipment,
  trigger: TriggerOf<typeof shipmentMachine>,
): boolean {
  if (!fire(shipmentMachine, shipment, trigger).moved) return false;
  if (shipment.status === 'SHIPPED') shipment.shippedAt = new Date();
  if (shipment.status === 'DELIVERED') shipment.deliveredAt = new Date();
  keepChange(tx, order, shipment);
  const facts = { shipmentId: shipment.id, orderId: order.id, sellerId: shipment.sellerId, status: shipment.status };
  const cause = tx.resume(order.traceparent, `shipment ${shipment.status}`);
  tx.emit(ShipmentUpdated, order, facts, cause);
  if (shipment.status === 'SHIPPED') tx.emit(ShipmentStarted, order, facts, cause);
  if (shipment.status === 'DELIVERED') tx.emit(ShipmentDelivered, order, facts, cause);
  return true;
}

/** Numbers a change of a shipment within its order and keeps what the shipment looks like after it. */
function keepChange({ em }: Transaction, order: OrderShipments, shipment: Shipment): void {
  order.version += 1;
  shipment.version = order.version;
  const { status, provisional, carrier, trackingNumber, shippedAt, deliveredAt } = shipment;
  const snapshot = {
    status,
    provisional,
    carrier,
    trackingNumber,
    shippedAt: shippedAt?.toISOString() ?? null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
  };
  em.persist(Object.assign(new ShipmentChange(), { orderId: order.id, version: order.version, shipmentId: shipment.id, snapshot }));
}
