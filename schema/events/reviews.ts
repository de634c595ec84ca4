import { collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

const reviewFacts = z.object({
  reviewId: z.uuid(),
  productId: z.uuid(),
  sellerId: z.uuid(),
  buyerId: z.uuid(),
  rating: z.int().min(1).max(5),
  verifiedPurchase: z.boolean(),
});

type ReviewFacts = z.output<typeof reviewFacts>;

/** Its text is another, or it is there or no longer: the list of its product and the average change with it. */
const touches = ({ reviewId, productId, buyerId }: ReviewFacts) => [
  entity('Review', reviewId),
  collection('Product.reviews', productId),
  collection('Product.rating', productId),
  collection('User.reviews', buyerId),
];

/** Everybody sees a review from now on: it was written, or a moderator let it through. */
export const ReviewPublished = event('reviews.review.published', { version: 1, aggregate: 'Review', payload: reviewFacts, touches });

/** A review that everybody sees has another rating or text, or its purchase was undone or made again. */
export const ReviewUpdated = event('reviews.review.updated', { version: 1, aggregate: 'Review', payload: reviewFacts, touches });

/** Nobody but its author and moderators sees a review any more. */
export const ReviewHidden = event('reviews.review.hidden', { version: 1, aggregate: 'Review', payload: reviewFacts, touches });

/** How many reviews of a product everybody sees, and what their ratings add up to, is another. */
export const RatingChanged = event('reviews.rating.changed', {
  version: 1,
  aggregate: 'ProductRating',
  payload: z.object({ productId: z.uuid(), count: z.int().nonnegative(), sum: z.int().nonnegative() }),
  touches: ({ productId }) => [collection('Product.rating', productId)],
});

/** The product's seller has answered, or changed the answer. */
export const ReviewReplied = event('reviews.review.replied', {
  version: 1,
  aggregate: 'Review',
  payload: reviewFacts.omit({ rating: true, verifiedPurchase: true }),
  touches: ({ reviewId }) => [entity('Review', reviewId)],
});
