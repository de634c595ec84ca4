import { on } from '@stoa/kit/handlers';
import { LineRestored } from '@stoa/schema/events/payments';
import { verifyReviews } from './verify-reviews.ts';

/** A bank has returned what was paid for it after all: it is a purchase again. */
export const onLineRestored = on(LineRestored, async (tx, { orderItemId, buyerId, productId }) => {
  await tx.sql.query('update purchase set ended_at = null where order_item_id = $1', [orderItemId]);
  await verifyReviews(tx, [{ buyerId, productId }]);
});
