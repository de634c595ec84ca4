import {
  Arg,
  Ctx,
  CurrencyCode,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  type Stub,
} from '@stoa/kit/graphql';
import { Money, sum, times } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { addToCart } from './add-to-cart.ts';
import { Cart, CartItem, PriceChange } from './cart.entity.ts';
import { cartPolicy } from './cart.policy.ts';
import { cartReference, itemsOf } from './cart.reference.ts';
import { removeFromCart } from './remove-from-cart.ts';
import { reorder } from './reorder.ts';
import { SellerStub } from './seller-stub.ts';
import { shopperOf } from './shopper.ts';
import { updateCartItem } from './update-cart-item.ts';
import { VariantStub } from './variant-stub.ts';

@InputType()
export class AddToCartInput {
  @Field(() => ID)
  variantId!: string;

  @Field(() => Int, { defaultValue: 1 })
  quantity!: number;

  /** What an empty cart is to be in. Otherwise that is what the first thing in it costs by itself. */
  @Field(() => CurrencyCode, { nullable: true })
  currency?: string | null;
}

@Resolver(() => Cart)
export class CartResolver {
  @Query(() => Cart, { nullable: true })
  async cart(@Ctx() context: DomainContext, @Arg('id', () => ID, { nullable: true }) id?: string) {
    const cart = id ? await context.load(cartReference.loader, id) : await presentCart(context);
    return cart && cartPolicy.read(context.viewer, cart) ? cart : null;
  }

  @Mutation(() => Cart)
  addToCart(@Ctx() context: DomainContext, @Arg('input', () => AddToCartInput) input: AddToCartInput) {
    return context.run(addToCart, input);
  }

  @Mutation(() => Cart)
  updateCartItem(@Ctx() context: DomainContext, @Arg('itemId', () => ID) itemId: string, @Arg('quantity', () => Int) quantity: number) {
    return context.run(updateCartItem, { itemId, quantity });
  }

  @Mutation(() => Cart)
  removeFromCart(@Ctx() context: DomainContext, @Arg('itemId', () => ID) itemId: string) {
    return context.run(removeFromCart, { itemId });
  }

  @Mutation(() => Cart)
  reorder(@Ctx() context: DomainContext, @Arg('orderId', () => ID) orderId: string) {
    return context.run(reorder, { orderId });
  }

  @FieldResolver(() => [CartItem])
  items(@Ctx() context: DomainContext, @Root() cart: Cart) {
    return itemsOf(context, cart);
  }

  @FieldResolver(() => Money)
  async total(@Ctx() context: DomainContext, @Root() cart: Cart) {
    const items = await itemsOf(context, cart);
    return Money.of(
      sum(
        items.map((item) => times(item.unitPrice, item.quantity)),
        cart.currency ?? 'USD',
      ),
    );
  }
}

/** The one that is being filled, or else the one that is being paid. */
const presentCart = ({ read, viewer }: DomainContext): Promise<Cart | null> =>
  read.findOne(
    Cart,
    { buyerId: shopperOf(viewer)!, status: { $in: ['ACTIVE', 'CHECKOUT'] } },
    { orderBy: [{ status: 'asc' }, { id: 'desc' }] },
  );

@Resolver(() => CartItem)
export class CartItemResolver {
  @FieldResolver(() => VariantStub, { nullable: true })
  variant(@Root() item: CartItem): Stub {
    return { id: item.variantId };
  }

  @FieldResolver(() => SellerStub, { nullable: true })
  seller(@Root() item: CartItem): Stub {
    return { id: item.sellerId };
  }

  @FieldResolver(() => Money)
  lineTotal(@Root() item: CartItem): Money {
    return Money.of(times(item.unitPrice, item.quantity));
  }

  /** Null while it costs what it did when it was put in, or when its quantity was last set. */
  @FieldResolver(() => PriceChange, { nullable: true })
  priceChange(@Root() { addedMinor, unitPrice }: CartItem): PriceChange | null {
    return addedMinor === null ? null : { from: Money.of({ ...unitPrice, amountMinor: addedMinor }), to: unitPrice };
  }
}
