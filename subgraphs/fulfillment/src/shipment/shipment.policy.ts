import { isAdmin, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { Shipment } from './shipment.entity.ts';

const seller = (viewer: Viewer, row: { sellerId: string }): boolean =>
  isAdmin(viewer) || (viewer.sellerId !== null && viewer.sellerId === row.sellerId);
const buyer = (viewer: Viewer, row: { buyerId: string }): boolean => isAdmin(viewer) || viewer.userId === row.buyerId;
const read = (viewer: Viewer, shipment: Shipment): boolean => seller(viewer, shipment) || buyer(viewer, shipment);

export const shipmentPolicy = policy('Shipment', {
  operations: {
    'Query.shipment': 'authenticated',
    'Query.shipments': 'admins',
    'Mutation.processShipment': 'sellers',
    'Mutation.shipShipment': 'sellers',
    'Mutation.cancelShipment': 'sellers',
    'Mutation.confirmDelivery': 'authenticated',
    'Subscription.deliveryStatusChanged': 'authenticated',
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
    'Seller.shipments': (viewer, row: { id: string }) => isAdmin(viewer) || (viewer.sellerId !== null && viewer.sellerId === row.id),
  },
  rows: { read, handle: seller, readOrder: buyer },
});
