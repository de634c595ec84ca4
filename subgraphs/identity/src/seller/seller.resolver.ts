import { Arg, Args, Ctx, connectionOf, FieldResolver, ID, Mutation, newestFirst, PageArgs, Query, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { followSeller, unfollowSeller } from '../follow/follow-seller.ts';
import { followedByViewer } from '../follow/followed.loader.ts';
import { applyToSell, approveSeller, reinstateSeller, rejectSeller, suspendSeller } from './judge-seller.ts';
import { PayoutOnboarding } from './payout-onboarding.payload.ts';
import { Seller, SellerStatusEnum } from './seller.entity.ts';
import type { SellerStatus } from './seller.machine.ts';
import { sellerReference } from './seller.reference.ts';
import { startPayoutOnboarding } from './start-payout-onboarding.ts';

const SellerConnection = connectionOf(Seller, 'Seller');

@Resolver(() => Seller)
export class SellerResolver {
  @Query(() => Seller, { nullable: true })
  seller(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.load(sellerReference.loader, id);
  }

  /** All sellers, the last first: those who wait to be approved, say. */
  @Query(() => SellerConnection)
  sellers(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => SellerStatusEnum, { nullable: true }) status?: SellerStatus,
  ) {
    return newestFirst(context.read, Seller, status ? { status } : {}, page);
  }

  /** Asks again to be let sell, after one was rejected. */
  @Mutation(() => Seller)
  applyToSell(@Ctx() context: DomainContext) {
    return context.run(applyToSell, {});
  }

  @Mutation(() => Seller)
  approveSeller(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(approveSeller, { id });
  }

  @Mutation(() => Seller)
  rejectSeller(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('reason', () => String) reason: string) {
    return context.run(rejectSeller, { id, reason });
  }

  /** Takes a seller’s goods off the shelves and holds their payouts, until they are reinstated. What was sold is still delivered. */
  @Mutation(() => Seller)
  suspendSeller(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('reason', () => String) reason: string) {
    return context.run(suspendSeller, { id, reason });
  }

  @Mutation(() => Seller)
  reinstateSeller(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(reinstateSeller, { id });
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
