import { DateTime, Directive, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, Enum, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { type ReviewStatus, reviewMachine } from './review.machine.ts';

const ReviewStatusEnum = machineEnum(reviewMachine, 'ReviewStatus');

/** What a buyer says of a product, once for each product. */
@Entity({ tableName: 'review' })
@Check({ name: 'review_rating', expression: 'rating >= 1 and rating <= 5' })
@Unique({ properties: ['productId', 'buyerId'] })
@Index({ properties: ['buyerId', 'id'] })
@Directive('@key(fields: "id")')
@ObjectType('Review')
export class Review {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly productId!: string;

  /** Whose product it is; who replies. */
  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Field(() => ReviewStatusEnum)
  @Enum({ items: () => [...reviewMachine.states] })
  status!: ReviewStatus;

  /** From 1 to 5. */
  @Field(() => Int)
  @Property({ type: 'smallint' })
  rating!: number;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 200, nullable: true })
  title!: string | null;

  /** Plain text: what looks like markup is what its author typed. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 5_000, nullable: true })
  body!: string | null;

  /** Whether a purchase of the product by its author stands. It is false once all of them were paid back in full; the review stays. */
  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  verifiedPurchase!: boolean;

  /** Plain text, by the product's seller. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 5_000, nullable: true })
  reply!: string | null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  repliedAt!: Date | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  /** When its author last changed it; null: never. */
  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  editedAt!: Date | null;

  /** Why a moderator decided as they last did: for its author and moderators. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  moderationReason!: string | null;

  /** Whether a moderator is to look: it is pending, or was reported since one looked last. */
  @Property({ type: 'boolean' })
  awaitsModeration!: boolean;

  @Property({ type: 'integer', version: true })
  readonly version!: number;
}
