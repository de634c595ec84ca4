import { DateTime, enumOf, Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, Enum, Index, ManyToOne, newId, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { Order } from '../order/order.entity.ts';

export const CouponKind = enumOf('CouponKind', ['PERCENTAGE', 'AMOUNT', 'FREE_SHIPPING']);
export type CouponKind = keyof typeof CouponKind;

/** What its owner gives off to whoever names it. Its terms never change; it can be ended. */
@Entity({ tableName: 'coupon' })
@Index({ properties: ['sellerId', 'id'] })
@Check({ name: 'coupon_uses', expression: 'uses >= 0 and (max_uses is null or uses <= max_uses)' })
@ObjectType('Coupon')
export class Coupon {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** In capitals. */
  @Field(() => String)
  @Unique()
  @Property({ type: 'string', length: 40 })
  readonly code!: string;

  /** Whose it is and who bears it; null is the platform. */
  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  @Field(() => CouponKind)
  @Enum({ items: () => Object.keys(CouponKind) })
  readonly kind!: CouponKind;

  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  readonly percent!: number | null;

  @Property({ type: 'bigint', nullable: true, runtimeType: 'number' })
  readonly amountMinor!: number | null;

  @Property({ type: 'bigint', nullable: true, runtimeType: 'number' })
  readonly minimumMinor!: number | null;

  /** Of the amount and of the minimum. */
  @Property({ type: 'character', length: 3, nullable: true })
  readonly currency!: string | null;

  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  readonly maxUses!: number | null;

  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  readonly maxUsesPerBuyer!: number | null;

  /** Orders that stand, or wait for their payment. */
  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  readonly uses!: number;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly startsAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  endsAt!: Date | null;

  static of(terms: Omit<Coupon, 'id' | 'uses'>): Coupon {
    return Object.assign(new Coupon(), terms, { id: newId(), uses: 0 });
  }
}

/** That an order was placed with a coupon. It goes when the order ends unpaid. */
@Entity({ tableName: 'coupon_use' })
@Index({ properties: ['couponId', 'buyerId'] })
export class CouponUse {
  @PrimaryKey({ type: 'uuid' })
  readonly couponId!: string;

  @Index()
  @ManyToOne(() => Order, { mapToPk: true, primary: true, fieldName: 'order_id' })
  readonly orderId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly at!: Date;
}
