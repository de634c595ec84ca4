import { Address } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** All shipments of one order. Its row is locked for every change of any of them, so their versions are one row of numbers. */
@Entity({ tableName: 'order_shipments' })
export class OrderShipments {
  /** The order's id. */
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'string', length: 12 })
  readonly orderNumber!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'json' })
  readonly shippingAddress!: Address;

  /** Of the checkout that asked for them, so that what becomes of a parcel days later belongs to the same trace. */
  @Property({ type: 'string', length: 55, nullable: true })
  readonly traceparent!: string | null;

  @Property({ type: 'integer', default: 0 })
  version!: number;
}
