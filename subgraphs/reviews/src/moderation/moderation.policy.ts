import { may } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

/** Anybody with an account may ask for a look at a review; administrators look, and decide. */
export const moderationPolicy = policy('ReviewReport', {
  operations: {
    'Query.reviewsToModerate': 'reviews:read',
    'Mutation.reportReview': 'authenticated',
    'Mutation.moderateReview': 'reviews:write',
  },
  acting: { 'Mutation.reportReview': 'refused' },
  fields: {
    'Review.reports': (viewer) => may(viewer, 'reviews:read'),
    'ReviewReport.reporter': 'everyone',
  },
});
