import { on } from '@stoa/kit/handlers';
import { LineRestored } from '@stoa/schema/events/payments';
import { enroll } from './enroll.ts';

/** A bank has returned what was paid for it after all: it is learnt again. Where the order has not been heard of yet, it will be. */
export const onLineRestored = on(
  LineRestored,
  async (tx, { orderItemId, orderId, buyerId: studentId, productId: courseId, sellerId, kind }) => {
    if (kind !== 'COURSE') return;
    const paid = await tx.sql.query(
      `with line as (update paid_line set refunded_at = null where order_item_id = $1 returning paid_at) select from line where paid_at is not null`,
      [orderItemId],
    );
    if (paid.length > 0) await enroll(tx, { courseId, studentId, sellerId }, orderId);
  },
);
