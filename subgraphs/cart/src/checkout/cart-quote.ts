import { enumOf, Field, ID, ObjectType, type Stub } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { COUPON_PROBLEMS } from '@stoa/schema/commands/orders';
import { SellerStub } from '../cart/seller-stub.ts';

@ObjectType('QuotedShippingMethod')
export class QuotedMethod {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Money)
  price!: Money;
}

/** How one seller would send their part of a cart. */
@ObjectType('SellerShippingQuote')
export class SellerShippingQuote {
  @Field(() => SellerStub, { nullable: true })
  seller!: Stub | null;

  /** False where the seller does not ship there: then the cart cannot be checked out with what is theirs. */
  @Field(() => Boolean)
  available!: boolean;

  /** The cheapest first; empty where the seller charges nothing for sending. */
  @Field(() => [QuotedMethod])
  methods!: QuotedMethod[];

  @Field(() => ID, { nullable: true })
  chosenId!: string | null;
}

const CouponProblemEnum = enumOf('CouponProblem', COUPON_PROBLEMS);

/** A coupon of a cart, and what it takes off. */
@ObjectType('QuotedCoupon')
export class QuotedCoupon {
  @Field(() => String)
  code!: string;

  /** Null for the platform's. */
  @Field(() => SellerStub, { nullable: true })
  seller!: Stub | null;

  @Field(() => Money)
  discount!: Money;

  /** Why it takes nothing off, in which case the cart cannot be checked out with it; null where it does. */
  @Field(() => CouponProblemEnum, { nullable: true })
  problem!: keyof typeof CouponProblemEnum | null;
}

/** What a cart would cost if it were checked out now: subtotal - discount + shipping + what tax is not included is the total. */
@ObjectType('CartQuote')
export class CartQuote {
  @Field(() => Money)
  subtotal!: Money;

  @Field(() => Money)
  discount!: Money;

  @Field(() => Money)
  shipping!: Money;

  /** Included in prices or not. */
  @Field(() => Money)
  tax!: Money;

  @Field(() => Money)
  total!: Money;

  @Field(() => [QuotedCoupon])
  coupons!: QuotedCoupon[];

  @Field(() => [SellerShippingQuote])
  shippingOptions!: SellerShippingQuote[];
}
