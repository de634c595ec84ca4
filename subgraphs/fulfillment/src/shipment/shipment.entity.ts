import { Address, DateTime, Directive, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@stoa/kit/persistence';
import { OrderShipments } from './order-shipments.entity.ts';
import { type ShipmentStatus, shipmentMachine } from './shipment.machine.ts';

export const ShipmentStatusEnum = machineEnum(shipmentMachine, 'ShipmentStatus');

/** One seller's parcel of an order. */
@Entity({ tableName: 'shipment' })
@Index({ properties: ['sellerId', 'status'] })
@Index({ properties: ['carrier', 'trackingNumber'] })
@Directive('@key(fields: "id")')
@ObjectType('Shipment')
export class Shipment {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => OrderShipments, { mapToPk: true, fieldName: 'order_id' })
  readonly orderId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 12 })
  readonly orderNumber!: string;

  @Field(() => Address, { nullable: true })
  @Property({ type: 'json' })
  readonly shippingAddress!: Address;

  /** How its buyer wants it sent, in the seller's words; null where the seller offers no choice. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  readonly shippingMethod!: string | null;

  @Field(() => ShipmentStatusEnum)
  @Enum({ items: () => [...shipmentMachine.states] })
  status!: ShipmentStatus;

  /** True until its order is paid. */
  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  provisional!: boolean;

  /** Of its last change, counted over all shipments of its order. */
  @Field(() => Int)
  @Property({ type: 'integer' })
  version!: number;

  /** As the seller named it. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 50, nullable: true })
  carrier!: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  trackingNumber!: string | null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  shippedAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  deliveredAt!: Date | null;

  /** When its buyer said that it has arrived, which others may have said before. */
  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  acknowledgedAt!: Date | null;
}

@Entity({ tableName: 'shipment_item' })
@ObjectType('ShipmentItem')
export class ShipmentItem {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => Shipment, { mapToPk: true, fieldName: 'shipment_id' })
  readonly shipmentId!: string;

  @Property({ type: 'uuid' })
  readonly orderItemId!: string;

  /** Null in parcels that were prepared before it was kept. */
  @Property({ type: 'uuid', nullable: true })
  readonly variantId!: string | null;

  @Field(() => String)
  @Property({ type: 'string', length: 402 })
  readonly name!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 64 })
  readonly sku!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  readonly quantity!: number;
}

/** What of a shipment changes, as it was after one change. */
export interface ShipmentSnapshot {
  readonly status: ShipmentStatus;
  readonly provisional: boolean;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly shippedAt: string | null;
  readonly deliveredAt: string | null;
}

/** One change of one shipment, kept so that whoever was offline can be told. */
@Entity({ tableName: 'shipment_change' })
export class ShipmentChange {
  @ManyToOne(() => OrderShipments, { mapToPk: true, primary: true, fieldName: 'order_id' })
  readonly orderId!: string;

  @PrimaryKey({ type: 'integer' })
  readonly version!: number;

  @ManyToOne(() => Shipment, { mapToPk: true, fieldName: 'shipment_id' })
  readonly shipmentId!: string;

  @Property({ type: 'json' })
  readonly snapshot!: ShipmentSnapshot;
}
