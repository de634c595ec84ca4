import { on } from '@stoa/kit/handlers';
import { LineRefunded } from '@stoa/schema/events/payments';
import { lockOrderShipments } from './change-shipment.ts';
import { dropItem } from './drop-items.ts';
import { Shipment } from './shipment.entity.ts';

/** What was paid back in full is not sent any more. A parcel that has left goes its way. */
export const onLineRefunded = on(LineRefunded, async (tx, { orderId, orderItemId, sellerId, kind }) => {
  if (kind !== 'PHYSICAL') return;
  const order = await lockOrderShipments(tx, orderId);
  const shipment = order && (await tx.em.findOne(Shipment, { orderId, sellerId, status: { $in: ['PENDING', 'PROCESSING'] } }));
  if (shipment) await dropItem(tx, order, shipment, orderItemId);
});
