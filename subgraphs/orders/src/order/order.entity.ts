import { Address, DateTime, Directive, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { Embedded, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import type { SellerShare } from '../pricing/price-basket.ts';
import { type OrderStatus, orderMachine } from './order.machine.ts';
import type { OrderCoupon, OrderShipping } from './order-charges.ts';

export const OrderStatusEnum = machineEnum(orderMachine, 'OrderStatus');

/** What somebody bought. Lines, prices and address are frozen when it is placed; only its status moves, through `changeStatus`. */
@Entity({ tableName: 'orders' })
@Index({ properties: ['buyerId', 'id'] })
@Directive('@key(fields: "id")')
@ObjectType('Order')
export class Order {
  /** Chosen by the cart, so that placing it twice is placing it once. */
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** For people: `ST-7K3M-92QX`. */
  @Field(() => String)
  @Unique()
  @Property({ type: 'string', length: 12 })
  readonly number!: string;

  @Field(() => OrderStatusEnum)
  @Enum({ items: () => [...orderMachine.states] })
  status!: OrderStatus;

  /** True until it is paid. */
  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  provisional!: boolean;

  /** Counts the changes of the status. */
  @Field(() => Int)
  @Property({ type: 'integer' })
  version!: number;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'uuid' })
  readonly cartId!: string;

  @Property({ type: 'string', length: 10 })
  readonly provider!: 'STRIPE' | 'RAZORPAY';

  @Field(() => Money)
  @Embedded(() => Money)
  readonly total!: Money;

  /** Who gets how much, frozen with the prices. */
  @Property({ type: 'json' })
  readonly split!: SellerShare[];

  /** What its sellers take for sending it; none of those who charge nothing. */
  @Property({ type: 'json', defaultRaw: "'[]'" })
  readonly shipping!: OrderShipping[];

  @Property({ type: 'json', defaultRaw: "'[]'" })
  readonly coupons!: OrderCoupon[];

  @Field(() => Address, { nullable: true })
  @Property({ type: 'json', nullable: true })
  readonly shippingAddress!: Address | null;

  @Property({ type: 'uuid', nullable: true })
  paymentId!: string | null;

  /** True once all that was paid for it has gone back. */
  @Property({ type: 'boolean', default: false })
  readonly refunded!: boolean;

  /** Until then it must be paid; then it is ended, if the provider agrees that it was not. */
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:30:00'::interval)" })
  readonly paymentDueAt!: Date;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly placedAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  cancelledAt!: Date | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  cancelReason!: string | null;
}

@Entity({ tableName: 'order_item' })
@Directive('@key(fields: "id")')
@ObjectType('OrderItem')
export class OrderItem {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => Order, { mapToPk: true, fieldName: 'order_id' })
  readonly orderId!: string;

  /** The order's buyer, kept here so that a policy needs no second row. */
  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'uuid' })
  readonly variantId!: string;

  @Property({ type: 'uuid' })
  readonly productId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'string', length: 10 })
  readonly kind!: 'PHYSICAL' | 'DIGITAL' | 'COURSE';

  @Field(() => String)
  @Property({ type: 'string', length: 402 })
  readonly name!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 64 })
  readonly sku!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  readonly quantity!: number;

  @Field(() => Money)
  @Embedded(() => Money)
  readonly unitPrice!: Money;

  /** What the seller's own coupon took off, which the seller bears. */
  @Property({ type: 'bigint', default: 0, runtimeType: 'number' })
  readonly sellerDiscountMinor!: number;

  /** What the platform's coupon took off, which the platform bears. */
  @Property({ type: 'bigint', default: 0, runtimeType: 'number' })
  readonly platformDiscountMinor!: number;

  @Property({ type: 'bigint', default: 0, runtimeType: 'number' })
  readonly taxMinor!: number;

  /** 19 % is 190,000. */
  @Property({ type: 'integer', default: 0 })
  readonly taxRatePpm!: number;

  @Field(() => Boolean)
  @Property({ type: 'boolean', default: false })
  readonly taxIncluded!: boolean;

  /** What the platform takes of it; null in orders that were placed before it was kept. */
  @Property({ type: 'integer', nullable: true })
  readonly feeBasisPoints!: number | null;

  @Property({ type: 'bigint', nullable: true, runtimeType: 'number' })
  readonly feeMinor!: number | null;

  /** True while all that was paid for it has gone back. */
  @Property({ type: 'boolean', default: false })
  readonly refunded!: boolean;
}

/** One step of an order's way, kept so that whoever was offline can be told. */
@Entity({ tableName: 'order_status_change' })
@ObjectType('OrderStatusChange')
export class OrderStatusChange {
  @ManyToOne(() => Order, { mapToPk: true, primary: true, fieldName: 'order_id' })
  readonly orderId!: string;

  @Field(() => Int)
  @PrimaryKey({ type: 'integer' })
  readonly version!: number;

  @Field(() => OrderStatusEnum, { nullable: true })
  @Property({ type: 'string', length: 12, nullable: true })
  readonly from!: OrderStatus | null;

  @Field(() => OrderStatusEnum)
  @Property({ type: 'string', length: 12 })
  readonly to!: OrderStatus;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly at!: Date;
}
