import { on } from '@stoa/kit/handlers';
import { ReviewPublished } from '@stoa/schema/events/reviews';

export const onReviewPublished = on(ReviewPublished, async ({ sql }, { reviewId, productId, sellerId, rating }, { occurredAt }) => {
  const first = await sql.query('insert into counted_review (review_id) values ($1) on conflict do nothing returning review_id', [
    reviewId,
  ]);
  if (first.length === 0) return;
  await sql.query(
    `insert into review_day (product_id, day, seller_id, count, sum) values ($1, ($2::timestamptz at time zone 'UTC')::date, $3, 1, $4)
     on conflict (product_id, day) do update set count = review_day.count + 1, sum = review_day.sum + excluded.sum`,
    [productId, occurredAt, sellerId, rating],
  );
});
