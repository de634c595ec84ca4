import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { Shipment } from './shipment.entity.ts';

const seller = (viewer: Viewer, row: { sellerId: string }): boolean => viewer.sellerId !== null && viewer.sellerId === row.sellerId;
const buyer = (viewer: Viewer, row: { buyerId: string }): boolean => viewer.userId === row.buyerId;
const reader = (viewer: Viewer): boolean => may(viewer, 'shipments:read');
const writer = (viewer: Viewer): boolean => may(viewer, 'shipments:write');

export const shipmentPolicy = policy('Shipment', {
  operations: {
    'Query.shipment': 'authenticated',
    'Query.shipments': 'shipments:read',
    'Mutation.processShipment': 'sellers',
    'Mutation.shipShipment': 'sellers',
    'Mutation.cancelShipment': 'sellers',
    'Mutation.confirmDelivery': 'authenticated',
    'Subscription.deliveryStatusChanged': 'authenticated',
  },
  acting: {
    'Mutation.processShipment': 'allowed',
    'Mutation.shipShipment': 'allowed',
    'Mutation.cancelShipment': 'refused',
    'Mutation.confirmDelivery': 'refused',
  },
  fields: {
    'Shipment.order': 'everyone',
    'Shipment.seller': 'everyone',
    'Shipment.items': 'everyone',
    'Shipment.events': 'everyone',
    'Shipment.trackingUrl': 'everyone',
    'ShipmentItem.orderItem': 'everyone',
    // The resolver leaves out what is not the viewer's: all of an order's parcels are its buyer's; a seller sees theirs in their own list.
    'Order.shipments': 'everyone',
    'Seller.shipments': (viewer, row: { id: string }) => reader(viewer) || (viewer.sellerId !== null && viewer.sellerId === row.id),
  },
  rows: {
    read: (viewer, shipment: Shipment) => reader(viewer) || seller(viewer, shipment) || buyer(viewer, shipment),
    readOrder: (viewer: Viewer, row: { buyerId: string }) => reader(viewer) || buyer(viewer, row),
    handle: (viewer: Viewer, row: { sellerId: string }) => writer(viewer) || seller(viewer, row),
    acknowledge: (viewer, shipment: Shipment) => writer(viewer) || seller(viewer, shipment) || buyer(viewer, shipment),
    giveBack: (viewer: Viewer, row: { buyerId: string }) => writer(viewer) || buyer(viewer, row),
  },
});
