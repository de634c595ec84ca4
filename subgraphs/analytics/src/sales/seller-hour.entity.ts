import { BigIntType, Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What a seller sold in one hour (UTC), and what of earlier sales went back in it. Minor units of the currency, without tax. */
@Entity({ tableName: 'seller_hour' })
@Index({ properties: ['currency', 'hour'] })
export class SellerHour {
  @PrimaryKey({ type: 'uuid' })
  readonly sellerId!: string;

  @PrimaryKey({ type: 'character', length: 3 })
  readonly currency!: string;

  @PrimaryKey({ type: 'timestamptz' })
  readonly hour!: Date;

  /** Goods and their sending. */
  @Property({ type: new BigIntType('number') })
  readonly grossMinor!: number;

  /** The platform's part of that, less its part of what went back. */
  @Property({ type: new BigIntType('number') })
  readonly feeMinor!: number;

  /** Goods and their sending that were paid back, or that a bank keeps. */
  @Property({ type: new BigIntType('number') })
  readonly refundedMinor!: number;

  /** Orders with something of the seller's in them. */
  @Property({ type: 'integer' })
  readonly orderCount!: number;

  /** Orders, each counted with one of its sellers only, so that those of all sellers add up. */
  @Property({ type: 'integer' })
  readonly wholeOrders!: number;
}
