import { on } from '@stoa/kit/handlers';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { endCancelled } from '../order/cancel-order.ts';

/** The parcels of an order are kept in the house because somebody cancels it. That is finished here if they could not do it themselves. */
export const onItemsDropped = on(ItemsDropped, async (tx, { orderId, reason }) => {
  if (reason === 'ORDER_CANCELLED') await endCancelled(tx, orderId, null);
});
