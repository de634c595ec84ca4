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
  aggregate: 'OrderShipments',
  payload: shipmentFacts,
  touches,
});

/** A parcel arrived. (Elsewhere: Delivered.) */
export const ShipmentDelivered = event('fulfillment.shipment.delivered', {
  version: 1,
  aggregate: 'OrderShipments',
  payload: shipmentFacts,
  touches,
});
