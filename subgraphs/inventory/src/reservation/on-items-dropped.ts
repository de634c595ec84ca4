import { on } from '@stoa/kit/handlers';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { dropLines } from './give-back.ts';
import { Reservation } from './reservation.entity.ts';

/** Goods that will not be sent are back on the shelf. It may come before the news that they are sold; then they are not sold at all. */
export const onItemsDropped = on(ItemsDropped, async (tx, { orderId, items }) => {
  const reservation = await tx.lock(Reservation, { orderId });
  if (!reservation) return;
  await dropLines(
    tx,
    reservation,
    items.map(({ variantId }) => variantId),
  );
});
