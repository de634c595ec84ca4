import { AttributeInput, attributeInput, CurrencyCode, enumOf, Field, ID, InputType, Int, SafeInt, text } from '@stoa/kit/graphql';
import { MoneyInput } from '@stoa/kit/money';
import { z } from 'zod';
import { furtherPrices, price } from '../price/price.input.ts';
import { VariantInput, variantInput } from '../variant/variant.input.ts';
import { ProductKind, ProductStatusEnum } from './product.entity.ts';
import type { ProductStatus } from './product.machine.ts';

@InputType()
export class CreateProductInput {
  @Field(() => ProductKind, { defaultValue: 'PHYSICAL' })
  kind!: ProductKind;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => String, { nullable: true })
  categorySlug?: string | null;

  @Field(() => String, { nullable: true })
  sku?: string | null;

  @Field(() => MoneyInput)
  price!: MoneyInput;

  /** In further currencies, at most one in each. */
  @Field(() => [MoneyInput], { nullable: true })
  prices?: MoneyInput[] | null;

  @Field(() => ProductStatusEnum, { defaultValue: 'ACTIVE' })
  status!: ProductStatus;

  @Field(() => [ID], { nullable: true })
  imageFileIds?: string[] | null;

  @Field(() => [VariantInput], { nullable: true })
  variants?: VariantInput[] | null;

  @Field(() => [AttributeInput], { nullable: true })
  attributes?: AttributeInput[] | null;
}

@InputType()
export class UpdateProductInput {
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true })
  categorySlug?: string | null;

  @Field(() => MoneyInput, { nullable: true })
  price?: MoneyInput | null;

  /** All prices in further currencies; those that are not among them are no longer offered. */
  @Field(() => [MoneyInput], { nullable: true })
  prices?: MoneyInput[] | null;

  @Field(() => ProductStatusEnum, { nullable: true })
  status?: ProductStatus | null;

  @Field(() => [ID], { nullable: true })
  imageFileIds?: string[] | null;

  @Field(() => [AttributeInput], { nullable: true })
  attributes?: AttributeInput[] | null;
}

@InputType()
export class ProductFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => String, { nullable: true })
  categorySlug?: string | null;

  @Field(() => ID, { nullable: true })
  sellerId?: string | null;

  @Field(() => ProductKind, { nullable: true })
  kind?: ProductKind | null;

  /** Of prices in lists: products that have one in it, compared and put in order by that. USD unless said. */
  @Field(() => CurrencyCode, { nullable: true })
  currency?: string | null;

  @Field(() => SafeInt, { nullable: true })
  minPriceMinor?: number | null;

  @Field(() => SafeInt, { nullable: true })
  maxPriceMinor?: number | null;

  /** Only what can be had, or only what cannot, as far as inventory has told. */
  @Field(() => Boolean, { nullable: true })
  inStock?: boolean | null;

  /** From 1 to 5: what buyers give so many stars on average, or more. */
  @Field(() => Int, { nullable: true })
  minRating?: number | null;

  @Field(() => ProductStatusEnum, { nullable: true })
  status?: ProductStatus | null;
}

export const ProductSort = enumOf('ProductSort', ['RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC']);
export type ProductSort = keyof typeof ProductSort;

const description = z.string().trim().max(20_000);
const attributes = z.array(attributeInput).max(50).nullish();
const imageFileIds = z.array(z.string()).max(20).nullish();

export const createProductInput = z.object({
  kind: z.enum(['PHYSICAL', 'DIGITAL', 'COURSE']).default('PHYSICAL'),
  name: text(200),
  description,
  categorySlug: z.string().max(120).nullish(),
  sku: text(64).nullish(),
  price,
  prices: furtherPrices.nullish(),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']).default('ACTIVE'),
  imageFileIds,
  variants: z.array(variantInput).max(100).nullish(),
  attributes,
});

export const updateProductInput = z.object({
  name: text(200).nullish(),
  description: description.nullish(),
  categorySlug: z.string().max(120).nullish(),
  price: price.nullish(),
  prices: furtherPrices.nullish(),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']).nullish(),
  imageFileIds,
  attributes,
});
