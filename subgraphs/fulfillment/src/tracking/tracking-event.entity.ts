import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { Shipment, ShipmentStatusEnum } from '../shipment/shipment.entity.ts';
import type { ShipmentStatus } from '../shipment/shipment.machine.ts';

/** Something a carrier said of a parcel, kept once however often it was said. */
@Entity({ tableName: 'tracking_event' })
@Unique({ properties: ['shipmentId', 'carrierEventId'] })
@ObjectType('TrackingEvent')
export class TrackingEvent {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => Shipment, { mapToPk: true, fieldName: 'shipment_id' })
  readonly shipmentId!: string;

  @Property({ type: 'string', length: 100 })
  readonly carrierEventId!: string;

  @Field(() => ShipmentStatusEnum)
  @Property({ type: 'string', length: 20 })
  readonly status!: ShipmentStatus;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  readonly description!: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 200, nullable: true })
  readonly location!: string | null;

  /** By the carrier's clock. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz' })
  readonly at!: Date;
}
