import { BigIntType, Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What of a product was sold on one day (UTC), and what came back on it. */
@Entity({ tableName: 'product_day' })
@Index({ properties: ['sellerId', 'day'] })
@Index({ properties: ['day'] })
export class ProductDay {
  @PrimaryKey({ type: 'uuid' })
  readonly productId!: string;

  @PrimaryKey({ type: 'character', length: 3 })
  readonly currency!: string;

  @PrimaryKey({ type: 'date' })
  readonly day!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  /** At the price of the line, before coupons and with whatever tax it includes. */
  @Property({ type: new BigIntType('number') })
  readonly grossMinor!: number;

  @Property({ type: 'integer' })
  readonly units!: number;

  @Property({ type: 'integer' })
  readonly orderCount!: number;
}
