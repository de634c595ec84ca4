import { isAdmin } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

/** Anybody with an account may ask for a look at a review; administrators look, and decide. */
export const moderationPolicy = policy('ReviewReport', {
  operations: {
    'Query.reviewsToModerate': 'admins',
    'Mutation.reportReview': 'authenticated',
    'Mutation.moderateReview': 'admins',
  },
  fields: {
    'Review.reports': (viewer) => isAdmin(viewer),
    'ReviewReport.reporter': 'everyone',
  },
});
