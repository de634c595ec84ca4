import { groupBy, isEntityId, loader } from '@stoa/kit/graphql';
import { TrackingEvent } from '../tracking/tracking-event.entity.ts';
import { Shipment, ShipmentItem } from './shipment.entity.ts';

export const shipmentsOfOrder = loader<string, Shipment[]>(async ({ rows }, orderIds) =>
  groupBy(await rows.by(Shipment, 'orderId', orderIds.filter(isEntityId), 'id'), (row) => row.orderId),
);

export const itemsOfShipment = loader<string, ShipmentItem[]>(async ({ rows }, ids) =>
  groupBy(await rows.by(ShipmentItem, 'shipmentId', ids, 'id'), (row) => row.shipmentId),
);

export const trackingOfShipment = loader<string, TrackingEvent[]>(async ({ rows }, ids) =>
  groupBy(await rows.by(TrackingEvent, 'shipmentId', ids, 'at'), (row) => row.shipmentId),
);
