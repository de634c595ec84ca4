import { Check, Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** How many reviews of a product everybody sees, and what their ratings add up to: kept, so that an average costs one row. */
@Entity({ tableName: 'product_rating' })
@Check({ name: 'product_rating_adds_up', expression: 'count >= 0 and sum >= count and sum <= 5 * count' })
export class ProductRating {
  @PrimaryKey({ type: 'uuid' })
  readonly productId!: string;

  @Property({ type: 'integer' })
  readonly count!: number;

  @Property({ type: 'integer' })
  readonly sum!: number;

  @Property({ type: 'integer', version: true })
  readonly version!: number;
}
