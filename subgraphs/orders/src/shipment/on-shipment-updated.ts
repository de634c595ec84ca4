import { on } from '@stoa/kit/handlers';
import { ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import { changeStatus, tellUpdate } from '../order/change-status.ts';
import { endRefunded } from '../order/end-refunded.ts';
import { SHIPMENT_WAY } from './known-shipment.projection.ts';
import { allCancelled, progressOf } from './progress-of.ts';
import { lockOrder, readParcels } from './read-parcels.ts';

/**
 * A parcel moved: the order moves with it as far as all of its parcels allow, and ends with the last of them where all of its money has
 * gone back. News that come late move no parcel back.
 */
export const onShipmentUpdated = on(ShipmentUpdated, async (tx, { orderId, shipmentId, status }) => {
  const [, , parcels] = await Promise.all([
    lockOrder(tx.sql, orderId),
    tx.sql.query(
      `insert into known_shipment (shipment_id, order_id, status) values ($1, $2, $3)
       on conflict (shipment_id) do update set status = excluded.status
         where array_position($4::text[], excluded.status::text) > array_position($4::text[], known_shipment.status::text)`,
      [shipmentId, orderId, status, SHIPMENT_WAY],
    ),
    readParcels(tx.sql, orderId),
  ]);
  if (parcels.refunded && allCancelled(parcels.statuses)) return endRefunded(tx, orderId);
  const progress = progressOf(parcels.statuses, parcels.others);
  const change = progress && (await changeStatus(tx, orderId, progress));
  if (change?.moved && change.order) tellUpdate(tx, change.order);
});
