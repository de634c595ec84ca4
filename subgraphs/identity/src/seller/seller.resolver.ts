import { Arg, Ctx, ID, Query, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Seller } from './seller.entity.ts';
import { sellerReference } from './seller.reference.ts';

@Resolver(() => Seller)
export class SellerResolver {
  @Query(() => Seller, { nullable: true })
  seller(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.load(sellerReference.loader, id);
  }
}
