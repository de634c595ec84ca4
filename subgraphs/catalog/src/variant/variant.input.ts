import { AttributeInput, attributeInput, Field, InputType, text } from '@stoa/kit/graphql';
import { amount, MoneyInput } from '@stoa/kit/money';
import { z } from 'zod';

@InputType()
export class VariantInput {
  @Field(() => String)
  sku!: string;

  @Field(() => String)
  name!: string;

  @Field(() => MoneyInput, { nullable: true })
  price?: MoneyInput | null;

  @Field(() => [AttributeInput], { nullable: true })
  options?: AttributeInput[] | null;
}

export const variantInput = z.object({
  sku: text(64),
  name: text(200),
  price: amount.extend({ amountMinor: z.int().min(1, 'must be more than nothing').max(99_999_999_999) }).nullish(),
  options: z.array(attributeInput).max(20).nullish(),
});
