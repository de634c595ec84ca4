import { on } from '@stoa/kit/handlers';
import { RefundSucceeded } from '@stoa/schema/events/payments';
import { KnownShipment } from '../shipment/known-shipment.projection.ts';
import { anyShipped } from '../shipment/progress-of.ts';
import { cancelBy, lockOrder } from './change-status.ts';

/**
 * All of the money went back: what has not been shipped will not be. Once a parcel is on its way the order stays what it is, since
 * cancelling would put goods back on the shelf that have left the house.
 */
export const onRefundSucceeded = on(RefundSucceeded, async (tx, { orderId, full }) => {
  if (!full) return;
  const order = await lockOrder(tx, orderId);
  const shipments = await tx.em.find(KnownShipment, { orderId });
  if (!anyShipped(shipments.map((shipment) => shipment.status))) cancelBy(tx, order, 'revoke', 'REFUNDED', true);
});
