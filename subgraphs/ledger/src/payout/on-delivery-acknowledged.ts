import { Deferred } from '@stoa/kit/events';
import { on } from '@stoa/kit/handlers';
import { DeliveryAcknowledged } from '@stoa/schema/events/fulfillment';

/** The buyer has what they paid for, so its seller may be paid. */
export const onDeliveryAcknowledged = on(DeliveryAcknowledged, async ({ sql }, { orderId, sellerId }) => {
  // Looked for first: what is posted a moment later is not released, so it must not be found.
  const [posted] = await sql.query('select from ledger_transaction where order_id = $1 limit 1', [orderId]);
  if (!posted) throw new Deferred(`the capture of order ${orderId} is not posted yet`);
  await sql.query('update held_share set release_at = least(release_at, now()) where order_id = $1 and seller_id = $2', [
    orderId,
    sellerId,
  ]);
});
