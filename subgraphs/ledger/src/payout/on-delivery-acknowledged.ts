import { Deferred } from '@stoa/kit/events';
import { on } from '@stoa/kit/handlers';
import { DeliveryAcknowledged } from '@stoa/schema/events/fulfillment';

/** The buyer has what they paid for, so its seller may be paid. */
export const onDeliveryAcknowledged = on(DeliveryAcknowledged, async ({ sql }, { orderId, sellerId }) => {
  const released = await sql.query(
    `update held_share set release_at = least(release_at, now()) where order_id = $1 and seller_id = $2 returning order_id`,
    [orderId, sellerId],
  );
  if (released.length > 0) return;
  const [posted] = await sql.query('select from ledger_transaction where order_id = $1 limit 1', [orderId]);
  if (!posted) throw new Deferred(`the capture of order ${orderId} is not posted yet`);
});
