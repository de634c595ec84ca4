import { Arg, Ctx, Field, FieldResolver, InputType, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Cart } from '../cart/cart.entity.ts';
import { CartQuote } from './cart-quote.ts';
import { ShippingChoiceInput } from './checkout.input.ts';
import { quoteCart } from './quote-cart.ts';

@InputType()
export class QuoteInput {
  /** ISO 3166, `DE`. Without it neither tax nor where sellers ship to is known. */
  @Field(() => String, { nullable: true })
  country?: string | null;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => [ShippingChoiceInput], { nullable: true })
  shippingMethods?: ShippingChoiceInput[] | null;
}

@Resolver(() => Cart)
export class QuoteResolver {
  /** Null where there is nothing in the cart. */
  @FieldResolver(() => CartQuote, { nullable: true })
  quote(
    @Ctx() context: DomainContext,
    @Root() cart: Cart,
    @Arg('input', () => QuoteInput, { nullable: true }) input?: QuoteInput | null,
  ): Promise<CartQuote | null> {
    return quoteCart(context, cart, input ?? {});
  }
}
