import { on } from '@stoa/kit/handlers';
import { LineRestored } from '@stoa/schema/events/payments';
import { lockOrder } from '../shipment/read-parcels.ts';

/** A line is paid again, since a bank has returned its money. An order that has ended stays ended, and asked for its money when it did. */
export const onLineRestored = on(LineRestored, async ({ sql }, { orderId, orderItemId }) => {
  await Promise.all([
    lockOrder(sql, orderId),
    sql.query('update order_item set refunded = false where id = $1', [orderItemId]),
    sql.query('update orders set refunded = false where id = $1', [orderId]),
  ]);
});
