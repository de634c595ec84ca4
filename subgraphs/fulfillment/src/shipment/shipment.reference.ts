import { extendedStubOf, extension, reference, stubOf } from '@stoa/kit/graphql';
import { Shipment } from './shipment.entity.ts';
import { shipmentPolicy } from './shipment.policy.ts';

/** Orders' line, of which a parcel has some. */
export const OrderItemStub = stubOf('OrderItem');

/** Orders' order, with its parcels. */
export const OrderParcels = extendedStubOf('Order');

/** Identity's seller, with what they have to ship. */
export const SellerParcels = extendedStubOf('Seller');

export const orderExtension = extension(OrderParcels);
export const sellerExtension = extension(SellerParcels);

export const shipmentReference = reference(Shipment, shipmentPolicy.read, ({ rows }, ids) => rows.by(Shipment, 'id', ids));
