import { on } from '@stoa/kit/handlers';
import { RefundRequested } from '@stoa/schema/events/orders';
import { requirePosted } from './require-posted.ts';

/**
 * An order that has ended keeps no money. Until all of it has gone back its sellers are paid nothing of it, and where a provider refuses
 * the refund that is until somebody has found another way.
 */
export const onRefundRequested = on(RefundRequested, async ({ sql }, { orderId }) => {
  await requirePosted(sql, orderId);
  await sql.query(`update held_share set release_at = 'infinity' where order_id = $1`, [orderId]);
});
