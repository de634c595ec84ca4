import { on } from '@stoa/kit/handlers';
import { ReservationExpired } from '@stoa/schema/events/inventory';
import { endUnpaidOrders } from './end-unpaid-orders.job.ts';

/** Inventory's backstop: what the order held has gone back, so an unpaid order is due now. A paid one is answered by its sale. */
export const onReservationExpired = on(ReservationExpired, async (tx, { orderId }) => {
  if (!orderId) return;
  await tx.sql.query(`update orders set payment_due_at = least(payment_due_at, now()) where id = $1 and status = 'PENDING'`, [orderId]);
  tx.wakeJob(endUnpaidOrders.name);
});
