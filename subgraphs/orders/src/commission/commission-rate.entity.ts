import { DateTime, Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What the platform takes of what a seller sells, of what is in a category, of both, or of everything that no other rate is for. */
@Entity({ tableName: 'commission_rate' })
@Check({ name: 'commission_rate_share', expression: 'basis_points >= 0 and basis_points <= 10000' })
@ObjectType('CommissionRate')
export class CommissionRate {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  readonly categoryId!: string | null;

  /** 10 % is 1,000. */
  @Field(() => Int)
  @Property({ type: 'integer' })
  readonly basisPoints!: number;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly setAt!: Date;
}
