import { Directive, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, Enum, PrimaryKey, Property } from '@stoa/kit/persistence';
import { type SellerStatus, sellerMachine } from './seller.machine.ts';

export const SellerStatusEnum = machineEnum(sellerMachine, 'SellerStatus');

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

  /** Whether administrators let them sell; seen by the seller and by them. */
  @Field(() => SellerStatusEnum, { nullable: true })
  @Enum({ items: () => [...sellerMachine.states] })
  status!: SellerStatus;

  /** Why they were rejected or suspended, in an administrator's words. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  statusReason!: string | null;

  /** Counts the changes of whether they sell, so that others know which news is the latest. */
  @Property({ type: 'integer', default: 0 })
  standingVersion!: number;

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

  static open(facts: { id: string; userId: string; displayName: string; status: SellerStatus }): Seller {
    const unset = { statusReason: null, standingVersion: 0, payoutAccountId: null, nextAccountCheckAt: null };
    return Object.assign(new Seller(), unset, facts, { payoutsEnabled: false, followerCount: 0 });
  }
}
