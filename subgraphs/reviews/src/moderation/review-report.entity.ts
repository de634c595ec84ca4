import { DateTime, Field, ObjectType } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Somebody thinks that a review should not be there: one report for each person and review. */
@Entity({ tableName: 'review_report' })
@ObjectType('ReviewReport')
export class ReviewReport {
  @PrimaryKey({ type: 'uuid' })
  readonly reviewId!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly reporterId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 500 })
  readonly reason!: string;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
