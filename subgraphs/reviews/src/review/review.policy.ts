import { may } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { Review } from './review.entity.ts';

const author: RowRule<Review> = (viewer, review) => viewer.userId !== null && viewer.userId === review.buyerId;
const seller: RowRule<Review> = (viewer, review) => viewer.sellerId !== null && viewer.sellerId === review.sellerId;
const published: RowRule<Review> = (viewer, review) => review.status === 'PUBLISHED' || may(viewer, 'reviews:read');
const authorOrModerator: RowRule<Review> = (viewer, review) => author(viewer, review) || may(viewer, 'reviews:read');

export const reviewPolicy = policy('Review', {
  operations: {
    'Query.review': 'everyone',
    'Mutation.reviewProduct': 'authenticated',
    'Mutation.updateReview': 'authenticated',
    'Mutation.replyToReview': 'sellers',
  },
  acting: {
    'Mutation.reviewProduct': 'refused',
    'Mutation.updateReview': 'refused',
    'Mutation.replyToReview': 'refused',
  },
  fields: {
    'Product.rating': 'everyone',
    'Product.reviews': 'everyone',
    'User.reviews': (viewer, user: { id: string }) => may(viewer, 'reviews:read') || viewer.userId === user.id,
    'Review.author': 'everyone',
    'Review.product': 'everyone',
    'Review.revisions': authorOrModerator,
    'Review.moderationReason': authorOrModerator,
  },
  rows: {
    // What another domain's answer leads to is the same for all buyers, so that gateways may keep it.
    show: published,
    read: (viewer, review: Review) => published(viewer, review) || author(viewer, review),
    edit: author,
    reply: (viewer, review: Review) => seller(viewer, review) && published(viewer, review),
    report: (viewer, review: Review) => review.status === 'PUBLISHED' && !author(viewer, review),
  },
});
