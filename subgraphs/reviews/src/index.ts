import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { RatingChanged, ReviewHidden, ReviewPublished, ReviewReplied, ReviewUpdated } from '@stoa/schema/events/reviews';
import { migrations } from '../migrations/index.ts';
import { moderationPolicy } from './moderation/moderation.policy.ts';
import { ModerationResolver, ReviewReportResolver } from './moderation/moderation.resolver.ts';
import { moderationSettings } from './moderation/moderation-settings.ts';
import { ReviewReport } from './moderation/review-report.entity.ts';
import { reviewsPersonalData } from './personal-data.ts';
import { onLineRefunded } from './purchase/on-line-refunded.ts';
import { onLineRestored } from './purchase/on-line-restored.ts';
import { onOrderConfirmed } from './purchase/on-order-confirmed.ts';
import { Purchase } from './purchase/purchase.entity.ts';
import { ProductRating } from './rating/product-rating.entity.ts';
import { Review } from './review/review.entity.ts';
import { reviewMachine } from './review/review.machine.ts';
import { reviewPolicy } from './review/review.policy.ts';
import { productExtension, reviewReference, userExtension } from './review/review.reference.ts';
import { ProductReviewsResolver, ReviewResolver, UserReviewsResolver } from './review/review.resolver.ts';
import { ReviewRevision } from './review/review-revision.entity.ts';

/** What buyers say of what they have bought, what sellers answer, and who of the public sees it. */
export default defineSubgraph({
  name: 'reviews',
  entities: [Review, ReviewRevision, ReviewReport, Purchase, ProductRating],
  migrations,
  resolvers: [ReviewResolver, ProductReviewsResolver, UserReviewsResolver, ModerationResolver, ReviewReportResolver],
  references: [reviewReference, productExtension, userExtension],
  policies: [reviewPolicy, moderationPolicy],
  // What everybody sees of them changes with an event of this domain.
  cacheHints: { 'Product.rating': 300, 'Product.reviews': 300, Review: 300 },
  machines: [reviewMachine],
  publishes: [ReviewPublished, ReviewUpdated, ReviewReplied, ReviewHidden, RatingChanged],
  handlers: [onOrderConfirmed, onLineRefunded, onLineRestored],
  resources: [moderationSettings],
  personalData: reviewsPersonalData,
  staffActs: staffActs(recordStaffActs, 'reviews'),
});
