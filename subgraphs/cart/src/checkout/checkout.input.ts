import { AddressInput, addressInput, entityId, enumOf, Field, ID, InputType } from '@stoa/kit/graphql';
import { amount, MoneyInput } from '@stoa/kit/money';
import { z } from 'zod';

export const PaymentProvider = enumOf('PaymentProvider', ['STRIPE', 'RAZORPAY']);
export type PaymentProvider = keyof typeof PaymentProvider;

@InputType()
export class ShippingChoiceInput {
  @Field(() => ID)
  sellerId!: string;

  @Field(() => ID)
  methodId!: string;
}

export const shippingChoices = z
  .array(z.object({ sellerId: entityId, methodId: entityId }))
  .max(100)
  .nullish();

@InputType()
export class CheckoutInput {
  @Field(() => String)
  idempotencyKey!: string;

  @Field(() => ID, { nullable: true })
  shippingAddressId?: string | null;

  @Field(() => AddressInput, { nullable: true })
  shippingAddress?: AddressInput | null;

  /** Sellers of whom none is chosen send by their cheapest method. */
  @Field(() => [ShippingChoiceInput], { nullable: true })
  shippingMethods?: ShippingChoiceInput[] | null;

  @Field(() => PaymentProvider, { defaultValue: 'STRIPE' })
  provider!: PaymentProvider;

  @Field(() => MoneyInput, { nullable: true })
  expectedTotal?: MoneyInput | null;
}

export const checkoutInput = z.object({
  idempotencyKey: z.string().min(1, 'must not be empty').max(200),
  shippingAddressId: z.string().min(1, 'must not be empty').nullish(),
  shippingAddress: addressInput.nullish(),
  provider: z.enum(['STRIPE', 'RAZORPAY']).default('STRIPE'),
  shippingMethods: shippingChoices,
  /** All of it, with shipping, tax and discounts. */
  expectedTotal: amount.nullish(),
});
