import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { ReviewReplied } from '@stoa/schema/events/reviews';
import { keepRevision } from './change-review.ts';
import { Review } from './review.entity.ts';
import { replyInput } from './review.input.ts';
import { reviewPolicy } from './review.policy.ts';

/** The product's seller answers what everybody sees; to answer again changes the answer. */
export const replyToReview = useCase('reviews.replyToReview', replyInput, async (tx, { id, body }): Promise<Review> => {
  const review = permitted(tx.viewer, await tx.lock(Review, { id }), reviewPolicy.reply, 'review');
  if (review.reply === body) return review;
  if (review.reply !== null) keepRevision(tx, review);
  Object.assign(review, { reply: body, repliedAt: new Date() });
  await tx.em.flush();
  const { productId, sellerId, buyerId } = review;
  tx.emit(ReviewReplied, review, { reviewId: id, productId, sellerId, buyerId });
  return review;
});
