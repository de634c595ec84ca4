import { on } from '@stoa/kit/handlers';
import { DeliveryAcknowledged } from '@stoa/schema/events/fulfillment';
import { requirePosted } from './require-posted.ts';

/** The buyer has what they paid for, so its seller may be paid, unless the order has ended all the same. */
export const onDeliveryAcknowledged = on(DeliveryAcknowledged, async ({ sql }, { orderId, sellerId }) => {
  // Looked for first: what is posted a moment later is not released, so it must not be found.
  await requirePosted(sql, orderId);
  await sql.query(
    `update held_share set release_at = least(release_at, now()) where order_id = $1 and seller_id = $2 and release_at < 'infinity'`,
    [orderId, sellerId],
  );
});
