import { tellingStep } from '@stoa/kit/events';

/** What was rated before lists could be narrowed down by it. */
export default tellingStep('reviews-0003-tell-ratings', {
  event: 'reviews.rating.changed',
  version: 1,
  aggregate: 'ProductRating',
  rows: `select product_id as "aggregateId", version as "aggregateVersion", product_id as "productId", count, sum
    from product_rating where count > 0`,
});
