import { Directive, Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Somebody who sells. The id is not the user's. */
@Entity({ tableName: 'seller' })
@Directive('@key(fields: "id")')
@Check({ name: 'seller_follower_count_check', expression: 'follower_count >= 0' })
@ObjectType('Seller')
export class Seller {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid', unique: true })
  readonly userId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  displayName!: string;

  /** The seller's account at the payment provider. Whoever knows it could have money sent there, so no client is told. */
  @Property({ type: 'string', length: 100, nullable: true, unique: true })
  payoutAccountId!: string | null;

  /** Whether the provider pays them. */
  @Field(() => Boolean)
  @Property({ type: 'boolean', default: false })
  payoutsEnabled!: boolean;

  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  followerCount!: number;

  /** When the provider is asked again about an account that it does not pay yet. */
  @Property({ type: 'timestamptz', nullable: true })
  readonly nextAccountCheckAt!: Date | null;

  @Property({ type: 'integer', default: 0 })
  readonly accountChecks!: number;

  static open(facts: { id: string; userId: string; displayName: string }): Seller {
    return Object.assign(new Seller(), facts, { payoutAccountId: null, payoutsEnabled: false, followerCount: 0, nextAccountCheckAt: null });
  }
}
