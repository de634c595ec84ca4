import { Field, InputType, text } from '@stoa/kit/graphql';
import { amount, isChargeable, MoneyInput, NOT_CHARGEABLE } from '@stoa/kit/money';
import { z } from 'zod';

@InputType()
export class ShippingMethodInput {
  @Field(() => String)
  name!: string;

  @Field(() => [String], { defaultValue: [] })
  destinations!: string[];

  @Field(() => MoneyInput)
  price!: MoneyInput;

  @Field(() => MoneyInput, { nullable: true })
  perItem?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true })
  freeFrom?: MoneyInput | null;
}

const value = amount.extend({ amountMinor: z.int().min(0, 'must be at least 0').max(99_999_999, 'is too much') });
const price = value.refine(isChargeable, { path: ['amountMinor'], message: NOT_CHARGEABLE });

export const shippingMethodInput = z
  .object({
    name: text(100),
    destinations: z.array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'is a country (DE) or a region of one (US-CA)')).max(300),
    price,
    perItem: price.nullish(),
    freeFrom: value.nullish(),
  })
  .refine(({ price: { currency }, perItem, freeFrom }) => [perItem, freeFrom].every((one) => !one || one.currency === currency), {
    path: ['price'],
    message: 'all amounts of a method are in one currency',
  });
