import { DateTime, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@stoa/kit/persistence';
import { Shipment } from '../shipment/shipment.entity.ts';
import { type ReturnStatus, returnMachine } from './return.machine.ts';

export const ReturnStatusEnum = machineEnum(returnMachine, 'ReturnStatus');

/** Goods of a delivered parcel that their buyer wants to give back. */
@Entity({ tableName: 'return' })
@Index({ properties: ['sellerId', 'id'] })
@ObjectType('Return')
export class Return {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => Shipment, { mapToPk: true, fieldName: 'shipment_id' })
  readonly shipmentId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => ReturnStatusEnum)
  @Enum({ items: () => [...returnMachine.states] })
  status!: ReturnStatus;

  /** Why its buyer gives it back. */
  @Field(() => String)
  @Property({ type: 'string', length: 500 })
  readonly reason!: string;

  /** Why its seller does not take it back. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  rejectionReason!: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 50, nullable: true })
  carrier!: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  trackingNumber!: string | null;

  /** Whether its seller put the goods back on the shelf; null until they have arrived. */
  @Field(() => Boolean, { nullable: true })
  @Property({ type: 'boolean', nullable: true })
  restocked!: boolean | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly requestedAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  receivedAt!: Date | null;
}

@Entity({ tableName: 'return_item' })
@ObjectType('ReturnItem')
export class ReturnItem {
  @PrimaryKey({ type: 'uuid' })
  readonly returnId!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly orderItemId!: string;

  /** Null in parcels that were prepared before it was kept. */
  @Property({ type: 'uuid', nullable: true })
  readonly variantId!: string | null;

  @Field(() => String)
  @Property({ type: 'string', length: 402 })
  readonly name!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  readonly quantity!: number;
}
