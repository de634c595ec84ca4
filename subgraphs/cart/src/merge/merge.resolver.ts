import { Arg, Ctx, enumOf, Field, FieldResolver, Int, Mutation, ObjectType, Resolver, Root, type Stub } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Cart } from '../cart/cart.entity.ts';
import { VariantStub } from '../cart/variant-stub.ts';
import type { LeftOut } from './cart-merge.entity.ts';
import { type MergedCart, mergeCart } from './merge-cart.ts';

const LeftOutReason = enumOf('LeftOutReason', ['OWN_PRODUCT', 'CURRENCY_MISMATCH', 'CART_FULL']);

/** Something of a guest's cart that did not come along. */
@ObjectType('LeftOutLine')
class LeftOutLine {
  @Field(() => Int)
  quantity!: number;

  @Field(() => LeftOutReason)
  reason!: keyof typeof LeftOutReason;
}

/** An account's cart, now that a guest's has gone into it. */
@ObjectType('CartMerge')
class CartMergePayload {
  /** Null where neither had one. */
  @Field(() => Cart, { nullable: true })
  cart!: Cart | null;

  @Field(() => [LeftOutLine])
  leftOut!: readonly LeftOut[];
}

@Resolver(() => CartMergePayload)
export class MergeResolver {
  @Mutation(() => CartMergePayload)
  mergeCart(@Ctx() context: DomainContext, @Arg('guestToken', () => String) guestToken: string): Promise<MergedCart> {
    return context.run(mergeCart, { guestToken });
  }
}

@Resolver(() => LeftOutLine)
export class LeftOutLineResolver {
  @FieldResolver(() => VariantStub, { nullable: true })
  variant(@Root() { variantId }: LeftOut): Stub {
    return { id: variantId };
  }
}
