import { on } from '@stoa/kit/handlers';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { anyShipped } from '../shipment/progress-of.ts';
import { lockOrder, readParcels } from '../shipment/read-parcels.ts';
import { cancelBy } from './change-status.ts';

/**
 * All of the money went back: what has not been shipped will not be. Once a parcel is on its way the order stays what it is, since
 * cancelling would put goods back on the shelf that have left the house.
 */
export const onRefundSucceeded = on(RefundSucceeded, async (tx, { orderId, full }) => {
  if (!full) return;
  const [, parcels] = await Promise.all([lockOrder(tx.sql, orderId), readParcels(tx.sql, orderId)]);
  if (!anyShipped(parcels.statuses)) await cancelBy(tx, orderId, 'revoke', 'REFUNDED', true);
});
