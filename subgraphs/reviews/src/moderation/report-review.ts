import { entityId, text } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { Review } from '../review/review.entity.ts';
import { reviewPolicy } from '../review/review.policy.ts';

/**
 * Asks a moderator to look at a review. It stays where it is until one has: otherwise a few accounts could take down what a seller does not
 * like. Each person is heard once about a review.
 */
export const reportReview = useCase(
  'reviews.reportReview',
  z.object({ id: entityId, reason: text(500) }),
  async ({ viewer, lock, sql }, { id, reason }): Promise<boolean> => {
    const review = permitted(viewer, await lock(Review, { id }), reviewPolicy.report, 'review');
    const reported = await sql.query(
      'insert into review_report (review_id, reporter_id, reason) values ($1, $2, $3) on conflict do nothing returning review_id',
      [id, viewer.userId, reason],
    );
    if (reported.length > 0) review.awaitsModeration = true;
    return true;
  },
);
