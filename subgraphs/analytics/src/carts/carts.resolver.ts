import { badInput } from '@stoa/kit/errors';
import { Arg, Ctx, DateTime, Field, Float, Int, ObjectType, Query, Resolver } from '@stoa/kit/graphql';
import { policy } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { beginningOf } from '../sales/buckets.ts';

/** What became of carts from one moment until another, by whole hours (UTC). */
@ObjectType()
export class CartConversion {
  @Field(() => Int)
  created!: number;

  @Field(() => Int)
  itemsAdded!: number;

  @Field(() => Int)
  checkouts!: number;

  /** Paid. */
  @Field(() => Int)
  completed!: number;

  /** Abandoned since their time ran out. */
  @Field(() => Int)
  expired!: number;

  /** Abandoned since they were not paid. */
  @Field(() => Int)
  paymentFailed!: number;

  /** Guests' carts that went into an account's. */
  @Field(() => Int)
  merged!: number;

  /** Of the carts that ended in the period, merged ones aside, the share that was paid; null where none ended. */
  @Field(() => Float, { nullable: true })
  rate!: number | null;
}

export const cartsPolicy = policy('CartConversion', { operations: { 'Query.cartConversion': 'reports:read' } });

type Counts = Omit<CartConversion, 'rate'>;

@Resolver(() => CartConversion)
export class CartsResolver {
  /** How many carts become orders, and how many are abandoned. */
  @Query(() => CartConversion)
  async cartConversion(
    @Ctx() { sql }: DomainContext,
    @Arg('from', () => DateTime) from: Date,
    @Arg('to', () => DateTime) to: Date,
  ): Promise<CartConversion> {
    if (to <= from) throw badInput('to must be after from', 'to');
    const sum = (column: string, name: string): string => `coalesce(sum(${column}), 0)::int as "${name}"`;
    const [counts] = await sql.query<Counts>(
      `select ${sum('created', 'created')}, ${sum('items_added', 'itemsAdded')}, ${sum('checkouts', 'checkouts')},
         ${sum('completed', 'completed')}, ${sum('expired', 'expired')}, ${sum('payment_failed', 'paymentFailed')}, ${sum('merged', 'merged')}
       from cart_hour where hour >= $1 and hour < $2`,
      [beginningOf('HOUR', from), to],
    );
    const { completed, expired, paymentFailed } = counts!;
    const ended = completed + expired + paymentFailed;
    return { ...counts!, rate: ended === 0 ? null : completed / ended };
  }
}
