import { entityId, Field, ID, InputType, Int, optionalText, text } from '@stoa/kit/graphql';
import { z } from 'zod';

@InputType()
export class ReturnItemInput {
  @Field(() => ID)
  orderItemId!: string;

  @Field(() => Int)
  quantity!: number;
}

@InputType()
export class RequestReturnInput {
  @Field(() => ID)
  shipmentId!: string;

  @Field(() => [ReturnItemInput])
  items!: ReturnItemInput[];

  @Field(() => String)
  reason!: string;
}

@InputType()
export class SendReturnInput {
  @Field(() => String, { nullable: true })
  carrier?: string | null;

  @Field(() => String, { nullable: true })
  trackingNumber?: string | null;
}

export const requestReturnInput = z.object({
  shipmentId: entityId,
  items: z
    .array(z.object({ orderItemId: entityId, quantity: z.int().min(1) }))
    .min(1)
    .max(100)
    .refine((items) => new Set(items.map((item) => item.orderItemId)).size === items.length, 'must name each item once'),
  reason: text(500),
});

export const sendReturnInput = z.object({
  id: entityId,
  input: z.object({ carrier: optionalText(50), trackingNumber: optionalText(100) }),
});
