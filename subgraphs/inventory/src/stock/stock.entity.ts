import { Field, Int, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/**
 * The stock of one variant. What is on hand is available, reserved for a cart or allocated to an order; a sale leaves it.
 * Only `setStock` and statements made by `movingStock` write here.
 */
@Entity({ tableName: 'stock' })
@Check({ name: 'stock_never_negative', expression: 'available >= 0 and reserved >= 0 and allocated >= 0 and sold >= 0' })
@Check({ name: 'stock_adds_up', expression: 'total = available + reserved + allocated' })
@ObjectType('Stock')
export class Stock {
  @PrimaryKey({ type: 'uuid' })
  readonly variantId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  total!: number;

  @Field(() => Int)
  @Property({ type: 'integer' })
  available!: number;

  @Field(() => Int)
  @Property({ type: 'integer' })
  reserved!: number;

  @Field(() => Int)
  @Property({ type: 'integer' })
  allocated!: number;

  @Field(() => Int)
  @Property({ type: 'integer' })
  sold!: number;

  @Field(() => Int)
  @Property({ type: 'integer', default: 5 })
  lowStockThreshold!: number;

  @Field(() => Int)
  @Property({ type: 'integer', default: 1 })
  version!: number;
}
