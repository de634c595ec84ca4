import { on } from '@stoa/kit/handlers';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { allCancelled } from '../shipment/progress-of.ts';
import { readParcels } from '../shipment/read-parcels.ts';
import { endRefunded } from './end-refunded.ts';

/**
 * All of the money went back: what has not been shipped will not be. Only fulfillment knows what has left, and cancels what has not;
 * with the last parcel the order ends, whichever news comes first. Once a parcel is on its way the order stays what it is, since
 * cancelling would put goods back on the shelf that have left the house.
 */
export const onRefundSucceeded = on(RefundSucceeded, async (tx, { orderId, full }) => {
  if (!full) return;
  const [, parcels] = await Promise.all([
    tx.sql.query('update orders set refunded = true where id = $1', [orderId]),
    readParcels(tx.sql, orderId),
  ]);
  if (allCancelled(parcels.statuses)) await endRefunded(tx, orderId);
});
