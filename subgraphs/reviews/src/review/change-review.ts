import type { Transaction } from '@stoa/kit/use-case';
import { ReviewHidden, ReviewPublished, ReviewUpdated } from '@stoa/schema/events/reviews';
import { countRating } from '../rating/count-rating.ts';
import type { Review } from './review.entity.ts';
import { ReviewRevision } from './review-revision.entity.ts';

/** The rating that counts: that of a review which everybody sees. */
const countedRating = ({ status, rating }: Review): number | null => (status === 'PUBLISHED' ? rating : null);

/** What everybody sees of it; null while nobody does. */
const shown = ({ status, rating, title, body, reply, verifiedPurchase }: Review): string | null =>
  status === 'PUBLISHED' ? JSON.stringify([rating, title, body, reply, verifiedPurchase]) : null;

/** Changes a review that is locked, keeps its product's rating in step, and tells what everybody sees of it. */
export async function changeReview(tx: Transaction, review: Review, change: () => unknown): Promise<void> {
  const [ratingBefore, before] = [countedRating(review), shown(review)];
  change();
  const [ratingAfter, after] = [countedRating(review), shown(review)];
  await tx.em.flush();
  await countRating(tx, review.productId, ratingBefore, ratingAfter);
  if (before === after) return;
  const { id: reviewId, productId, sellerId, buyerId, rating, verifiedPurchase } = review;
  const facts = { reviewId, productId, sellerId, buyerId, rating, verifiedPurchase };
  if (before === null) tx.emit(ReviewPublished, review, facts);
  else tx.emit(after === null ? ReviewHidden : ReviewUpdated, review, facts);
}

/** Keeps what a review and its reply say now, before either is changed. */
export function keepRevision({ em }: Transaction, { id: reviewId, version, rating, title, body, reply }: Review): void {
  em.persist(Object.assign(new ReviewRevision(), { reviewId, version, rating, title, body, reply, replacedAt: new Date() }));
}
