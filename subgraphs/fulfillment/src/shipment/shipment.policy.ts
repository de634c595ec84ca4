import { isAdmin, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { Shipment } from './shipment.entity.ts';
import { shipmentsOfOrder } from './shipment.loader.ts';

const seller = (viewer: Viewer, row: { sellerId: string }): boolean => isAdmin(viewer) || (viewer.sellerId !== null && viewer.sellerId === row.sellerId);
const read = (viewer: Viewer, shipment: Shipment): boolean => seller(viewer, shipment) || viewer.userId === shipment.buyerId;

export const shipmentPolicy = policy('Shipment', {
  operations: {
    'Query.shipment': 'authenticated',
    'Query.shipments': 'admins',
    'Mutation.processShipment': 'sellers',
    'Mutation.shipShipment': 'sellers',
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
    // All of an order's parcels are its buyer's to see; a seller sees theirs in their own list.
    'Order.shipments': async (viewer, order: { id: string }, context) => {
      const shipments = (await context.load(shipmentsOfOrder, order.id)) ?? [];
      return isAdmin(viewer) || shipments.every((shipment) => shipment.buyerId === viewer.userId);
    },
    'Seller.shipments': (viewer, row: { id: string }) => isAdmin(viewer) || (viewer.sellerId !== null && viewer.sellerId === row.id),
  },
  rows: { read, handle: seller },
});
