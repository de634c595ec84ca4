import { AddressInput, addressInput, enumOf, Field, ID, InputType } from '@stoa/kit/graphql';
import { amount, MoneyInput } from '@stoa/kit/money';
import { z } from 'zod';

export const PaymentProvider = enumOf('PaymentProvider', ['STRIPE', 'RAZORPAY']);
export type PaymentProvider = keyof typeof PaymentProvider;

@InputType()
export class CheckoutInput {
  @Field(() => String)
  idempotencyKey!: string;

  @Field(() => ID, { nullable: true })
  shippingAddressId?: string | null;

  @Field(() => AddressInput, { nullable: true })
  shippingAddress?: AddressInput | null;

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
  expectedTotal: amount.nullish(),
});
