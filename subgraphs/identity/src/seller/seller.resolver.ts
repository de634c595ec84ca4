import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { followSeller, unfollowSeller } from '../follow/follow-seller.ts';
import { followedByViewer } from '../follow/followed.loader.ts';
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

  @Mutation(() => Seller)
  followSeller(@Ctx() context: DomainContext, @Arg('sellerId', () => ID) sellerId: string) {
    return context.run(followSeller, { sellerId });
  }

  @Mutation(() => Seller)
  unfollowSeller(@Ctx() context: DomainContext, @Arg('sellerId', () => ID) sellerId: string) {
    return context.run(unfollowSeller, { sellerId });
  }

  /** Whether whoever asks follows them; false for who is not logged in. */
  @FieldResolver(() => Boolean)
  followedByMe(@Ctx() context: DomainContext, @Root() seller: Seller) {
    return context.load(followedByViewer, seller.id).then((followed) => followed ?? false);
  }
}
