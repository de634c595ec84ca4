import { on } from '@stoa/kit/handlers';
import { LineRefunded } from '@stoa/schema/events/payments';
import { allCancelled } from '../shipment/progress-of.ts';
import { lockOrder, readParcels } from '../shipment/read-parcels.ts';
import { endRefunded } from './end-refunded.ts';

/** With the last of its lines all of an order has gone back, be it that its buyer's bank has kept the money, of which no refund tells. */
export const onLineRefunded = on(LineRefunded, async (tx, { orderId, orderItemId }) => {
  const [, , , parcels] = await Promise.all([
    lockOrder(tx.sql, orderId),
    tx.sql.query('update order_item set refunded = true where id = $1', [orderItemId]),
    tx.sql.query(
      'update orders set refunded = true where id = $1 and not exists (select from order_item where order_id = $1 and not refunded)',
      [orderId],
    ),
    readParcels(tx.sql, orderId),
  ]);
  if (parcels.refunded && allCancelled(parcels.statuses)) await endRefunded(tx, orderId);
});
