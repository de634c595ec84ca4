import { fire } from '@stoa/kit/machine';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { moderationSettings } from '../moderation/moderation-settings.ts';
import { changeReview, keepRevision } from './change-review.ts';
import { Review } from './review.entity.ts';
import { updateReviewInput } from './review.input.ts';
import { reviewMachine } from './review.machine.ts';
import { reviewPolicy } from './review.policy.ts';

/** Its author says something else. What was said before is kept for moderators; what they have hidden they look at again. */
export const updateReview = useCase('reviews.updateReview', updateReviewInput, async (tx, { id, input }): Promise<Review> => {
  const review = permitted(tx.viewer, await tx.lock(Review, { id }), reviewPolicy.edit, 'review');
  const said = {
    rating: input.rating ?? review.rating,
    title: input.title === undefined ? review.title : input.title,
    body: input.body === undefined ? review.body : input.body,
  };
  if (said.rating === review.rating && said.title === review.title && said.body === review.body) return review;
  keepRevision(tx, review);
  const moderated = tx.use(moderationSettings).STOA_REVIEW_MODERATION;
  await changeReview(tx, review, () => {
    Object.assign(review, said, { editedAt: new Date() });
    if (fire(reviewMachine, review, moderated === 'BEFORE' ? 'submit' : 'revise').moved) review.awaitsModeration = true;
  });
  return review;
});
