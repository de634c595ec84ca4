import { badInput } from '@stoa/kit/errors';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  CurrencyCode,
  DateTime,
  extendedStubOf,
  extension,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  type Stub,
  stubOf,
  toEntityId,
} from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { popularProducts } from '../products/popular-products.ts';
import { Interval } from './buckets.ts';
import { type ProductFigures, readCategories, readProducts, readReviews } from './read-breakdown.ts';
import { readSales } from './read-sales.ts';
import { CategorySales, ReviewFigures, SalesReport } from './sales.payload.ts';

/** Identity's seller, with what they have sold. */
const SellerSales = extendedStubOf('Seller');
export const sellerExtension = extension(SellerSales);

const ProductStub = stubOf('Product');

/** Both moments count by the hour that they are in (UTC): the first from its beginning, the last to its end unless it is one itself. */
@ArgsType()
class SalesArgs {
  @Field(() => DateTime)
  from!: Date;

  @Field(() => DateTime)
  to!: Date;

  @Field(() => Interval, { defaultValue: 'DAY' })
  interval!: Interval;

  @Field(() => CurrencyCode, { defaultValue: 'USD' })
  currency!: string;
}

/** What of a product was sold. At the price of its lines, before coupons and with whatever tax they include. */
@ObjectType()
class ProductSales {
  readonly productId!: string;

  @Field(() => Money)
  gross!: Money;

  @Field(() => Int)
  units!: number;

  @Field(() => Int)
  orderCount!: number;
}

const MOST = 100;

function upTo(first: number): number {
  if (first < 1 || first > MOST) throw badInput(`first must be from 1 to ${MOST}`, 'first');
  return first;
}

@Resolver(() => SellerSales)
export class SellerSalesResolver {
  @FieldResolver(() => SalesReport, { nullable: true })
  sales(@Ctx() context: DomainContext, @Root() seller: Stub, @Args(() => SalesArgs) { interval, ...period }: SalesArgs) {
    return readSales(context, { ...period, sellerId: toEntityId(seller.id) }, interval);
  }
}

@Resolver(() => SalesReport)
export class SalesReportResolver {
  /** Of all sellers together. */
  @Query(() => SalesReport)
  platformSales(@Ctx() context: DomainContext, @Args(() => SalesArgs) { interval, ...period }: SalesArgs) {
    return readSales(context, { ...period, sellerId: null }, interval);
  }

  /** What sold best, by pieces, in so many days until now. */
  @Query(() => [ProductStub], { nullable: 'items' })
  popularProducts(
    @Ctx() context: DomainContext,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('days', () => Int, { defaultValue: 30 }) days: number,
  ): Promise<Stub[]> {
    if (days < 1 || days > 366) throw badInput('days must be from 1 to 366', 'days');
    return popularProducts(context, upTo(first), days);
  }

  /** What sold best, by what it came to, on the days of the period. */
  @FieldResolver(() => [ProductSales])
  products(
    @Ctx() context: DomainContext,
    @Root() { period }: SalesReport,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): Promise<ProductFigures[]> {
    return readProducts(context, period, upTo(first));
  }

  /** By the category that products stand in now, on the days of the period. */
  @FieldResolver(() => [CategorySales])
  categories(@Ctx() context: DomainContext, @Root() { period }: SalesReport): Promise<CategorySales[]> {
    return readCategories(context, period);
  }

  @FieldResolver(() => ReviewFigures)
  reviews(@Ctx() context: DomainContext, @Root() { period }: SalesReport): Promise<ReviewFigures> {
    return readReviews(context, period);
  }
}

@Resolver(() => ProductSales)
export class ProductSalesResolver {
  @FieldResolver(() => ProductStub, { nullable: true })
  product(@Root() { productId }: ProductFigures): Stub {
    return { id: productId };
  }
}
