import { on } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { lockOrderShipments } from './change-shipment.ts';
import { Shipment } from './shipment.entity.ts';

/** The order is paid: its parcels are real, and their sellers may go to work. Their status stays what it was. */
export const onOrderConfirmed = on(OrderConfirmed, async (tx, { orderId }) => {
  if (!(await lockOrderShipments(tx, orderId))) return;
  for (const shipment of await tx.em.find(Shipment, { orderId })) shipment.provisional = false;
});
