import { on } from '@stoa/kit/handlers';
import { LineRefunded } from '@stoa/schema/events/payments';
import { verifyReviews } from './verify-reviews.ts';

/** What was paid back in full is no purchase any more. What was said of it stays, and no longer counts as said by a buyer. */
export const onLineRefunded = on(LineRefunded, async (tx, { orderItemId, buyerId, productId, sellerId }) => {
  await tx.sql.query(
    `insert into purchase (order_item_id, buyer_id, product_id, seller_id, ended_at) values ($1, $2, $3, $4, now())
     on conflict (order_item_id) do update set ended_at = coalesce(purchase.ended_at, now())`,
    [orderItemId, buyerId, productId, sellerId],
  );
  await verifyReviews(tx, [{ buyerId, productId }]);
});
