import type { PayloadOf } from '@stoa/kit/contracts';
import type { Transaction } from '@stoa/kit/use-case';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { changeShipment } from './change-shipment.ts';
import type { OrderShipments } from './order-shipments.entity.ts';
import { type Shipment, ShipmentItem } from './shipment.entity.ts';

type Reason = PayloadOf<typeof ItemsDropped>['reason'];

/** Cancels a locked parcel of a paid order that is still in the house; its goods are dropped. One that has left refuses. */
export async function withdrawParcel(tx: Transaction, order: OrderShipments, shipment: Shipment, reason: Reason): Promise<void> {
  if (changeShipment(tx, order, shipment, 'withdraw')) tellDropped(tx, order, shipment, await itemsOf(tx, shipment), reason);
}

/**
 * Takes one item out of a locked parcel that has not left yet. The parcel of which it was the last one is cancelled with it. A payment
 * that is older than its lines has one for each seller, under the seller's id: that is all that their parcel has.
 */
export async function dropItem(tx: Transaction, order: OrderShipments, shipment: Shipment, orderItemId: string): Promise<void> {
  const items = await itemsOf(tx, shipment);
  const dropped = orderItemId === shipment.sellerId ? items : items.filter((item) => item.orderItemId === orderItemId);
  if (dropped.length === 0) return;
  if (dropped.length === items.length) changeShipment(tx, order, shipment, 'withdraw');
  else for (const item of dropped) tx.em.remove(item);
  tellDropped(tx, order, shipment, dropped, 'REFUNDED');
}

const itemsOf = ({ em }: Transaction, shipment: Shipment): Promise<ShipmentItem[]> =>
  em.find(ShipmentItem, { shipmentId: shipment.id }, { orderBy: { id: 'asc' } });

function tellDropped(tx: Transaction, order: OrderShipments, shipment: Shipment, dropped: readonly ShipmentItem[], reason: Reason): void {
  const items = dropped.flatMap(({ orderItemId, variantId, quantity }) => (variantId ? [{ orderItemId, variantId, quantity }] : []));
  tx.emit(ItemsDropped, order, { shipmentId: shipment.id, orderId: order.id, sellerId: shipment.sellerId, reason, items });
}
