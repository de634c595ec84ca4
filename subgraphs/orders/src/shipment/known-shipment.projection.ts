import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@stoa/kit/persistence';
import { Order } from '../order/order.entity.ts';

/** A parcel's way, in order; one that is cancelled comes from the beginning of it and goes nowhere else. */
export const SHIPMENT_WAY = ['PENDING', 'PROCESSING', 'SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELLED'] as const;
export type ShipmentStatus = (typeof SHIPMENT_WAY)[number];

/** What orders keeps of fulfillment's shipments: how far each one is that has moved. */
@Entity({ tableName: 'known_shipment' })
export class KnownShipment {
  @PrimaryKey({ type: 'uuid' })
  readonly shipmentId!: string;

  @Index()
  @ManyToOne(() => Order, { mapToPk: true, fieldName: 'order_id' })
  readonly orderId!: string;

  @Property({ type: 'string', length: 20 })
  status!: ShipmentStatus;
}
