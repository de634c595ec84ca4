import { Directive, extension, Field, ID, ObjectType, reference } from '@stoa/kit/graphql';
import { Shipment } from './shipment.entity.ts';
import { shipmentPolicy } from './shipment.policy.ts';

/** Orders' order, with its parcels. */
@Directive('@key(fields: "id")')
@ObjectType('Order')
export class OrderParcels {
  @Field(() => ID)
  id!: string;
}

/** Identity's seller, with what they have to ship. */
@Directive('@key(fields: "id")')
@ObjectType('Seller')
export class SellerParcels {
  @Field(() => ID)
  id!: string;
}

export const orderExtension = extension(OrderParcels);
export const sellerExtension = extension(SellerParcels);

export const shipmentReference = reference(Shipment, shipmentPolicy.read, ({ rows }, ids) => rows.by(Shipment, 'id', ids));
