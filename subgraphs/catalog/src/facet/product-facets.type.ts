import { CurrencyCode, Field, Int, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { ProductKind } from '../product/product.entity.ts';

/** How many products are in a category or below it. */
@ObjectType()
export class CategoryFacet {
  readonly categoryId!: string;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType()
export class SellerFacet {
  readonly sellerId!: string;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType()
export class KindFacet {
  @Field(() => ProductKind)
  readonly kind!: ProductKind;

  @Field(() => Int)
  readonly count!: number;
}

/** How many products have so many stars or more. */
@ObjectType()
export class RatingFacet {
  @Field(() => Int)
  readonly minRating!: number;

  @Field(() => Int)
  readonly count!: number;
}

/** How many products cost from `min` to `max`, both included. */
@ObjectType()
export class PriceRangeFacet {
  @Field(() => Money)
  readonly min!: Money;

  @Field(() => Money)
  readonly max!: Money;

  @Field(() => Int)
  readonly count!: number;
}

/** What there is at prices in one currency: how many products, the lowest and the highest price, and ranges with anything in them. */
@ObjectType()
export class PriceFacet {
  @Field(() => CurrencyCode)
  readonly currency!: string;

  @Field(() => Int)
  readonly count!: number;

  @Field(() => Money)
  readonly min!: Money;

  @Field(() => Money)
  readonly max!: Money;

  @Field(() => [PriceRangeFacet])
  readonly ranges!: PriceRangeFacet[];
}

/** What a list could be narrowed down to. Each facet counts what fits all of the filter but its own part, so that other choices show. */
@ObjectType()
export class ProductFacets {
  /** What fits all of the filter. */
  @Field(() => Int)
  readonly totalCount!: number;

  /** Those that hold most come first, as in all of these lists; at most 200. */
  @Field(() => [CategoryFacet])
  readonly categories!: CategoryFacet[];

  /** At most 50. */
  @Field(() => [SellerFacet])
  readonly sellers!: SellerFacet[];

  @Field(() => [KindFacet])
  readonly kinds!: KindFacet[];

  /** From five stars or more down to one. */
  @Field(() => [RatingFacet])
  readonly ratings!: RatingFacet[];

  @Field(() => Int)
  readonly inStock!: number;

  @Field(() => Int)
  readonly outOfStock!: number;

  /** One for each currency in which anything is listed. */
  @Field(() => [PriceFacet])
  readonly prices!: PriceFacet[];
}
