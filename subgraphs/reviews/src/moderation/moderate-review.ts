import { notFound } from '@stoa/kit/errors';
import { entityId, enumOf, Field, InputType, optionalText } from '@stoa/kit/graphql';
import { fire } from '@stoa/kit/machine';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { changeReview, keepRevision } from '../review/change-review.ts';
import { Review } from '../review/review.entity.ts';
import { reviewMachine } from '../review/review.machine.ts';

/** Whether everybody sees a review, or its author alone. */
export const ModerationDecision = enumOf('ModerationDecision', ['PUBLISH', 'HIDE']);

@InputType()
export class ModerateReviewInput {
  @Field(() => ModerationDecision)
  decision!: keyof typeof ModerationDecision;

  /** Its author reads it too. */
  @Field(() => String, { nullable: true })
  reason?: string | null;

  /** Takes the seller's reply away. */
  @Field(() => Boolean, { defaultValue: false })
  removeReply!: boolean;
}

/** A moderator decides, which also settles all reports so far. */
export const moderateReview = useCase(
  'reviews.moderateReview',
  z.object({
    id: entityId,
    input: z.object({ decision: z.enum(ModerationDecision), reason: optionalText(500), removeReply: z.boolean() }),
  }),
  async (tx, { id, input }): Promise<Review> => {
    const review = await tx.lock(Review, { id });
    if (!review) throw notFound('review');
    const removesReply = input.removeReply && review.reply !== null;
    if (removesReply) keepRevision(tx, review);
    await changeReview(tx, review, () => {
      fire(reviewMachine, review, input.decision === 'PUBLISH' ? 'publish' : 'hide');
      if (removesReply) Object.assign(review, { reply: null, repliedAt: null });
      Object.assign(review, { awaitsModeration: false, moderationReason: input.reason ?? null });
    });
    return review;
  },
);
