import { groupBy, isEntityId, loader } from '@stoa/kit/graphql';
import { TrackingEvent } from '../tracking/tracking-event.entity.ts';
import { Shipment, ShipmentItem } from './shipment.entity.ts';

export const shipmentsOfOrder = loader<string, Shipment[]>(async ({ read }, orderIds) =>
  groupBy(await read.find(Shipment, { orderId: { $in: orderIds.filter(isEntityId) } }, { orderBy: { id: 'asc' } }), (row) => row.orderId),
);

export const itemsOfShipment = loader<string, ShipmentItem[]>(async ({ read }, ids) =>
  groupBy(await read.find(ShipmentItem, { shipmentId: { $in: [...ids] } }, { orderBy: { id: 'asc' } }), (row) => row.shipmentId),
);

export const trackingOfShipment = loader<string, TrackingEvent[]>(async ({ read }, ids) =>
  groupBy(await read.find(TrackingEvent, { shipmentId: { $in: [...ids] } }, { orderBy: { at: 'asc', id: 'asc' } }), (row) => row.shipmentId),
);
