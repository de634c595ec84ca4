import { Arg, Ctx, ID, Mutation, Query, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { PayoutOnboarding } from './payout-onboarding.payload.ts';
import { Seller } from './seller.entity.ts';
import { sellerReference } from './seller.reference.ts';
import { startPayoutOnboarding } from './start-payout-onboarding.ts';

@Resolver(() => Seller)
export class SellerResolver {
  @Query(() => Seller, { nullable: true })
  seller(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.load(sellerReference.loader, id);
  }

  @Mutation(() => PayoutOnboarding)
  startPayoutOnboarding(@Ctx() context: DomainContext) {
    return context.run(startPayoutOnboarding, {});
  }
}
