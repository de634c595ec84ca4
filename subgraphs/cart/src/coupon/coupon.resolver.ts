import { Arg, Ctx, Mutation, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Cart } from '../cart/cart.entity.ts';
import { applyCoupon, removeCoupon } from './apply-coupon.ts';

@Resolver(() => Cart)
export class CouponResolver {
  @Mutation(() => Cart)
  applyCoupon(@Ctx() context: DomainContext, @Arg('code', () => String) code: string) {
    return context.run(applyCoupon, { code });
  }

  @Mutation(() => Cart)
  removeCoupon(@Ctx() context: DomainContext, @Arg('code', () => String) code: string) {
    return context.run(removeCoupon, { code });
  }
}
