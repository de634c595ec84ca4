import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Reviews of a product that were first published on one day (UTC). */
@Entity({ tableName: 'review_day' })
@Index({ properties: ['sellerId', 'day'] })
export class ReviewDay {
  @PrimaryKey({ type: 'uuid' })
  readonly productId!: string;

  @PrimaryKey({ type: 'date' })
  readonly day!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'integer' })
  readonly count!: number;

  @Property({ type: 'integer' })
  readonly sum!: number;
}

/** A review that was counted: it may be hidden and published again. */
@Entity({ tableName: 'counted_review' })
export class CountedReview {
  @PrimaryKey({ type: 'uuid' })
  readonly reviewId!: string;
}
