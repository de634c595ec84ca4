import { collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

const shipmentFacts = z.object({
  shipmentId: z.uuid(),
  orderId: z.uuid(),
  sellerId: z.uuid(),
  status: z.enum(['PENDING', 'PROCESSING', 'SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELLED']),
});

const touches = ({ shipmentId, orderId, sellerId }: { shipmentId: string; orderId: string; sellerId: string }) => [
  entity('Shipment', shipmentId),
  collection('Order.shipments', orderId),
  collection('Seller.shipments', sellerId),
];

/** A shipment's status moved. (Elsewhere: ShipmentStatusUpdated, DeliveryStatusUpdated.) Events of one order come in its version's order. */
export const ShipmentUpdated = event('fulfillment.shipment.updated', {
  version: 1,
  aggregate: 'OrderShipments',
  payload: shipmentFacts,
  touches,
});

/** A parcel was handed to its carrier. (Elsewhere: DeliveryStarted.) */
export const ShipmentStarted = event('fulfillment.shipment.started', {
  version: 1,
  once: true,
  aggregate: 'OrderShipments',
  payload: shipmentFacts,
  touches,
});

/** A parcel arrived. (Elsewhere: Delivered.) */
export const ShipmentDelivered = event('fulfillment.shipment.delivered', {
  version: 1,
  once: true,
  aggregate: 'OrderShipments',
  payload: shipmentFacts,
  touches,
});

/** A buyer says that their parcel has arrived, which its seller and a carrier may have said before. */
export const DeliveryAcknowledged = event('fulfillment.delivery.acknowledged', {
  version: 1,
  once: true,
  aggregate: 'OrderShipments',
  payload: shipmentFacts.omit({ status: true }),
  touches,
});

/**
 * Goods of an order that were to be sent will not be: their parcel was cancelled, by its seller or with the order, or all that was
 * paid for them has gone back. They are still in the house. A parcel of before does not know its variants and has no items here: then
 * it is all that its seller has in the order.
 */
export const ItemsDropped = event('fulfillment.items.dropped', {
  version: 1,
  aggregate: 'OrderShipments',
  payload: shipmentFacts.omit({ status: true }).extend({
    reason: z.enum(['SHIPMENT_CANCELLED', 'ORDER_CANCELLED', 'REFUNDED']),
    items: z.array(z.object({ orderItemId: z.uuid(), variantId: z.uuid(), quantity: z.int().positive() })),
  }),
  touches,
});

const returnFacts = z.object({ returnId: z.uuid(), shipmentId: z.uuid(), orderId: z.uuid(), buyerId: z.uuid(), sellerId: z.uuid() });

const touchesReturns = ({ shipmentId, sellerId }: { shipmentId: string; sellerId: string }) => [
  entity('Shipment', shipmentId),
  collection('Seller.returns', sellerId),
];

/** A buyer asked to give back goods of a delivered parcel, or what became of that. */
export const ReturnUpdated = event('fulfillment.return.updated', {
  version: 1,
  aggregate: 'OrderShipments',
  payload: returnFacts.extend({ status: z.enum(['REQUESTED', 'APPROVED', 'SENT', 'RECEIVED', 'REJECTED', 'CANCELLED']) }),
  touches: touchesReturns,
});

/** A seller has goods again that were delivered: their buyer is paid back. `restock`: they can be sold again. */
export const ReturnReceived = event('fulfillment.return.received', {
  version: 1,
  aggregate: 'OrderShipments',
  payload: returnFacts.extend({
    restock: z.boolean(),
    items: z.array(z.object({ orderItemId: z.uuid(), variantId: z.uuid().nullable(), quantity: z.int().positive() })).min(1),
  }),
  touches: touchesReturns,
});
