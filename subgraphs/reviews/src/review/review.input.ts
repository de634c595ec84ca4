import { entityId, Field, ID, InputType, Int, optionalText, text } from '@stoa/kit/graphql';
import { z } from 'zod';

const rating = z.int().min(1, 'must be from 1 to 5').max(5, 'must be from 1 to 5');
const title = optionalText(200);
const body = optionalText(5_000);

@InputType()
export class ReviewProductInput {
  @Field(() => ID)
  productId!: string;

  /** From 1 to 5. */
  @Field(() => Int)
  rating!: number;

  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => String, { nullable: true })
  body?: string | null;
}

/** What is left out stays; a title or body of null goes away. */
@InputType()
export class UpdateReviewInput {
  @Field(() => Int, { nullable: true })
  rating?: number | null;

  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => String, { nullable: true })
  body?: string | null;
}

export const reviewProductInput = z.object({ productId: entityId, rating, title, body });
export const updateReviewInput = z.object({ id: entityId, input: z.object({ rating: rating.nullish(), title, body }) });
export const replyInput = z.object({ id: entityId, body: text(5_000) });
