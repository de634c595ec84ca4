import { answer, answerWorkflow } from '@stoa/kit/commands';
import { derivedId } from '@stoa/kit/persistence';
import { dropShipments, prepareShipments } from '@stoa/schema/commands/fulfillment';
import { cancelShipments } from './on-order-cancelled.ts';
import type { ShipmentSnapshot } from './shipment.entity.ts';

/** What a parcel is before its order is paid. */
const PROVISIONAL: ShipmentSnapshot = {
  status: 'PENDING',
  provisional: true,
  carrier: null,
  trackingNumber: null,
  shippedAt: null,
  deliveredAt: null,
};

/**
 * A provisional shipment for each seller, each with the change that made it. All of it hangs on the order's own row, which is made
 * once: preparing an order twice is preparing it once, and one that has ended beforehand gets none.
 */
export const answerPrepareShipments = answerWorkflow(prepareShipments, async (context, request) => {
  const { orderId, orderNumber, buyerId, shippingAddress } = request;
  const parcels = request.parcels.map(({ sellerId, shippingMethod = null, items }, index) => {
    const id = derivedId(orderId, 'parcel', index);
    const packed = items.map((item, place) => ({ ...item, id: derivedId(id, 'item', place) }));
    return { id, sellerId, shippingMethod, version: index + 1, items: packed };
  });
  const made = await context.write(
    `with made as (
       insert into order_shipments (id, order_number, buyer_id, shipping_address, version, traceparent) values ($1, $2, $3, $4, $5, $8)
       on conflict (id) do nothing returning id, order_number, buyer_id, shipping_address
     ), parcel as (
       select made.id as order_id, order_number, buyer_id, shipping_address, wanted.id, "sellerId", "shippingMethod", version, items
       from made, jsonb_to_recordset($6) as wanted (id uuid, "sellerId" uuid, "shippingMethod" text, version int, items jsonb)
     ), shipped as (
       insert into shipment (id, order_id, buyer_id, seller_id, order_number, shipping_address, shipping_method, status, provisional, version)
       select id, order_id, buyer_id, "sellerId", order_number, shipping_address, "shippingMethod", 'PENDING', true, version from parcel
     ), packed as (
       insert into shipment_item (id, shipment_id, order_item_id, variant_id, name, sku, quantity)
       select item.id, parcel.id, "orderItemId", "variantId", name, sku, quantity
       from parcel, jsonb_to_recordset(items) as item (id uuid, "orderItemId" uuid, "variantId" uuid, name text, sku text, quantity int)
     ), kept as (
       insert into shipment_change (order_id, version, shipment_id, snapshot) select order_id, version, id, $7::jsonb from parcel
     )
     select id from made`,
    [
      ...[orderId, orderNumber, buyerId, JSON.stringify({ ...shippingAddress, id: derivedId(orderId, 'address') }), parcels.length],
      ...[JSON.stringify(parcels), JSON.stringify(PROVISIONAL), context.traceparent],
    ],
  );
  if (made.length > 0) return { shipmentIds: parcels.map((parcel) => parcel.id) };
  const known = await context.sql.query<{ id: string }>('select id from shipment where order_id = $1 order by id', [orderId]);
  return { shipmentIds: known.map((shipment) => shipment.id) };
});

export const answerDropShipments = answer(dropShipments, async (tx, { orderId }) => {
  await cancelShipments(tx, orderId);
  return {};
});
