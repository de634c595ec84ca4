import { notFound } from '@stoa/kit/errors';
import { permitted } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { OrderShipments } from './order-shipments.entity.ts';
import { Shipment, ShipmentChange } from './shipment.entity.ts';
import { shipmentPolicy } from './shipment.policy.ts';

/** An order's parcels: each as it is now and then live, or all changes after a version that the client has seen. */
export async function followDeliveries(
  context: DomainContext,
  orderId: string,
  after: number | null | undefined,
): Promise<AsyncIterable<Shipment>> {
  const order = await context.read.findOne(OrderShipments, { id: orderId });
  if (!order) throw notFound('order');
  permitted(context.viewer, order, shipmentPolicy.readOrder, 'order');
  const changesAfter = async ({ read }: DomainContext, version: number): Promise<Shipment[]> => {
    const changes = await read.find(ShipmentChange, { orderId, version: { $gt: version } }, { orderBy: { version: 'asc' } });
    const shipments = new Map((await read.find(Shipment, { orderId })).map((shipment) => [shipment.id, shipment]));
    return changes.map((change) => asOf(change, shipments.get(change.shipmentId)!));
  };
  const present = ({ read }: DomainContext): Promise<Shipment[]> => read.find(Shipment, { orderId }, { orderBy: { version: 'asc' } });
  return context.follow({
    key: `Order.shipments:${orderId}`,
    changesAfter,
    start: after === null || after === undefined ? { present } : { after },
  });
}

/** A shipment as it was after a change. */
function asOf({ version, snapshot }: ShipmentChange, shipment: Shipment): Shipment {
  const date = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));
  const { shippedAt, deliveredAt, ...rest } = snapshot;
  const { id, orderId, buyerId, sellerId, orderNumber, shippingAddress } = shipment;
  const fixed = { id, orderId, buyerId, sellerId, orderNumber, shippingAddress };
  return Object.assign(new Shipment(), fixed, rest, { version, shippedAt: date(shippedAt), deliveredAt: date(deliveredAt) });
}
