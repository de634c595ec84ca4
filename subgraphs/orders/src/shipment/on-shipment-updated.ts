import { on } from '@stoa/kit/handlers';
import { ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import { changeStatus, lockOrder, tellUpdate } from '../order/change-status.ts';
import { KnownShipment, SHIPMENT_WAY } from './known-shipment.projection.ts';
import { progressOf } from './progress-of.ts';

/** A parcel moved: the order moves with it as far as all of its parcels allow. News that come late move no parcel back. */
export const onShipmentUpdated = on(ShipmentUpdated, async (tx, { orderId, shipmentId, status }) => {
  const order = await lockOrder(tx, orderId);
  await tx.sql.query(
    `insert into known_shipment (shipment_id, order_id, status) values ($1, $2, $3)
     on conflict (shipment_id) do update set status = excluded.status
       where array_position($4::text[], excluded.status::text) > array_position($4::text[], known_shipment.status::text)`,
    [shipmentId, orderId, status, SHIPMENT_WAY],
  );
  const shipments = await tx.em.find(KnownShipment, { orderId });
  const progress = progressOf(shipments.map((shipment) => shipment.status));
  if (progress && changeStatus(tx, order, progress).moved && order) tellUpdate(tx, order);
});
