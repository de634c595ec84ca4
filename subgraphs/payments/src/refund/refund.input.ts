import { entityId, Field, ID, InputType, Int, optionalText } from '@stoa/kit/graphql';
import { amount, isChargeable, MoneyInput, NOT_CHARGEABLE } from '@stoa/kit/money';
import { z } from 'zod';

@InputType()
export class RefundItemInput {
  @Field(() => ID)
  orderItemId!: string;

  @Field(() => Int)
  quantity!: number;
}

@InputType()
export class RefundPaymentInput {
  @Field(() => ID)
  paymentId!: string;

  @Field(() => MoneyInput, { nullable: true })
  amount?: MoneyInput | null;

  @Field(() => [RefundItemInput], { nullable: true })
  items?: RefundItemInput[] | null;

  @Field(() => String, { nullable: true })
  reason?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}

export const refundPaymentInput = z.object({
  paymentId: entityId,
  amount: amount
    .refine(({ amountMinor }) => amountMinor > 0, 'must be more than nothing')
    .refine(isChargeable, NOT_CHARGEABLE)
    .nullish(),
  items: z
    .array(z.object({ orderItemId: entityId, quantity: z.int().min(1) }))
    .min(1)
    .max(100)
    .refine((items) => new Set(items.map((item) => item.orderItemId)).size === items.length, 'must name each item once')
    .nullish(),
  reason: optionalText(500),
  idempotencyKey: z.string().min(1, 'must not be empty').max(200),
});
