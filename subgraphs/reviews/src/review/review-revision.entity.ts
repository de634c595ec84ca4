import { DateTime, Field, Int, ObjectType } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What a review and its reply said before either was changed. */
@Entity({ tableName: 'review_revision' })
@ObjectType('ReviewRevision')
export class ReviewRevision {
  @PrimaryKey({ type: 'uuid' })
  readonly reviewId!: string;

  /** The version of the review that said so. */
  @PrimaryKey({ type: 'integer' })
  readonly version!: number;

  @Field(() => Int)
  @Property({ type: 'smallint' })
  readonly rating!: number;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 200, nullable: true })
  readonly title!: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 5_000, nullable: true })
  readonly body!: string | null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 5_000, nullable: true })
  readonly reply!: string | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly replacedAt!: Date;
}
