import { AttributeInput, attributeInput, Field, InputType, text } from '@stoa/kit/graphql';
import { MoneyInput } from '@stoa/kit/money';
import { z } from 'zod';
import { furtherPrices, price } from '../price/price.input.ts';

@InputType()
export class VariantInput {
  @Field(() => String)
  sku!: string;

  @Field(() => String)
  name!: string;

  @Field(() => MoneyInput, { nullable: true })
  price?: MoneyInput | null;

  /** In further currencies. Without prices of its own a variant costs what its product does. */
  @Field(() => [MoneyInput], { nullable: true })
  prices?: MoneyInput[] | null;

  @Field(() => [AttributeInput], { nullable: true })
  options?: AttributeInput[] | null;
}

export const variantInput = z.object({
  sku: text(64),
  name: text(200),
  price: price.nullish(),
  prices: furtherPrices.nullish(),
  options: z.array(attributeInput).max(20).nullish(),
});
