import { may } from '@stoa/kit/auth';
import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  FieldResolver,
  ID,
  Mutation,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
  type Stub,
} from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { SellerStub } from '../seller/seller.stub.ts';
import { Coupon } from './coupon.entity.ts';
import { CouponInput } from './coupon.input.ts';
import { createCoupon, endCoupon } from './create-coupon.ts';

const CouponConnection = connectionOf(Coupon, 'Coupon');

@Resolver(() => Coupon)
export class CouponResolver {
  /** A seller's own; to staff who may read them, all. The platform's, which have no seller, are no less theirs. */
  @Query(() => CouponConnection)
  coupons(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    const { sellerId } = context.viewer;
    const own = { sellerId: { $in: sellerId === null ? [] : [sellerId] } };
    return newestFirst(context.read, Coupon, may(context.viewer, 'coupons:read') ? {} : own, page);
  }

  @Mutation(() => Coupon)
  createCoupon(@Ctx() context: DomainContext, @Arg('input', () => CouponInput) input: CouponInput) {
    return context.run(createCoupon, input);
  }

  @Mutation(() => Coupon)
  endCoupon(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(endCoupon, { id });
  }

  /** Null for the platform's. */
  @FieldResolver(() => SellerStub, { nullable: true })
  seller(@Root() { sellerId }: Coupon): Stub | null {
    return sellerId === null ? null : { id: sellerId };
  }

  @FieldResolver(() => Money, { nullable: true })
  amount(@Root() { amountMinor, currency }: Coupon): Money | null {
    return amountMinor === null ? null : Money.of({ amountMinor, currency: currency! });
  }

  @FieldResolver(() => Money, { nullable: true })
  minimum(@Root() { minimumMinor, currency }: Coupon): Money | null {
    return minimumMinor === null ? null : Money.of({ amountMinor: minimumMinor, currency: currency! });
  }
}
