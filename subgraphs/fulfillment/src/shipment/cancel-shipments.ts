import { answer } from '@stoa/kit/commands';
import { cancelShipments } from '@stoa/schema/commands/fulfillment';
import { lockOrderShipments } from './change-shipment.ts';
import { withdrawParcel } from './drop-items.ts';
import { Shipment } from './shipment.entity.ts';

/** All parcels of an order stay in the house, or none: the first one that has left refuses for all. */
export const answerCancelShipments = answer(cancelShipments, async (tx, { orderId }) => {
  const order = await lockOrderShipments(tx, orderId);
  if (!order) return {};
  for (const shipment of await tx.em.find(Shipment, { orderId }, { orderBy: { id: 'asc' } }))
    await withdrawParcel(tx, order, shipment, 'ORDER_CANCELLED');
  return {};
});
