import {
  Arg,
  Args,
  Ctx,
  CurrencyCode,
  connectionOf,
  FieldResolver,
  ID,
  Mutation,
  PageArgs,
  Query,
  Resolver,
  Root,
} from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { Category } from '../category/category.entity.ts';
import { categoryById } from '../category/category.loader.ts';
import { allPrices, priceIn } from '../price/prices.ts';
import { SellerStub } from '../seller/seller-stub.ts';
import { Variant } from '../variant/variant.entity.ts';
import { variantsOfProduct } from '../variant/variant.reference.ts';
import { createProduct } from './create-product.ts';
import { findProducts } from './find-products.ts';
import { Product } from './product.entity.ts';
import { CreateProductInput, ProductFilter, ProductSort, UpdateProductInput } from './product.input.ts';
import { productPolicy } from './product.policy.ts';
import { productBySlug, productReference } from './product.reference.ts';
import { ProductImage } from './product-image.ts';
import { archiveProduct, updateProduct } from './update-product.ts';

const ProductConnection = connectionOf(Product, 'Product');

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, { nullable: true })
  async product(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID, { nullable: true }) id?: string,
    @Arg('slug', () => String, { nullable: true }) slug?: string,
  ) {
    const bySlug = !id && slug ? await context.load(productBySlug, slug) : null;
    const product = id ? await context.load(productReference.loader, id) : bySlug;
    return product && productPolicy.read(context.viewer, product) ? product : null;
  }

  @Query(() => ProductConnection)
  products(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ProductFilter, { nullable: true }) filter?: ProductFilter,
    @Arg('sort', () => ProductSort, { nullable: true }) sort?: ProductSort,
  ) {
    return findProducts(context, filter ?? {}, sort, page);
  }

  @Mutation(() => Product)
  createProduct(@Ctx() context: DomainContext, @Arg('input', () => CreateProductInput) input: CreateProductInput) {
    return context.run(createProduct, input);
  }

  @Mutation(() => Product)
  updateProduct(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateProductInput) input: UpdateProductInput,
  ) {
    return context.run(updateProduct, { id, input });
  }

  @Mutation(() => Product)
  archiveProduct(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(archiveProduct, { id });
  }

  /** Whether it can be bought: it is on sale, and its seller may sell. */
  @FieldResolver(() => Boolean)
  purchasable(@Root() product: Product): boolean {
    return product.onSale;
  }

  @FieldResolver(() => Category, { nullable: true })
  category(@Ctx() context: DomainContext, @Root() product: Product) {
    return product.categoryId && context.load(categoryById, product.categoryId);
  }

  @FieldResolver(() => [Variant])
  variants(@Ctx() context: DomainContext, @Root() product: Product) {
    return context.load(variantsOfProduct, product.id);
  }

  @FieldResolver(() => SellerStub, { nullable: true })
  seller(@Root() product: Product) {
    return { id: product.sellerId };
  }

  /** The first is in its own currency. */
  @FieldResolver(() => [Money])
  prices(@Root() product: Product): Money[] {
    return allPrices(product);
  }

  /** Null where it is not listed in this currency. */
  @FieldResolver(() => Money, { nullable: true })
  priceIn(@Root() product: Product, @Arg('currency', () => CurrencyCode) currency: string): Money | null {
    return priceIn(product, currency);
  }

  @FieldResolver(() => [ProductImage])
  images(@Root() product: Product): ProductImage[] {
    return product.images;
  }
}
