import { on } from '@stoa/kit/handlers';
import type { Transaction } from '@stoa/kit/use-case';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { dropLines } from './give-back.ts';
import { Reservation } from './reservation.entity.ts';

/** Goods that will not be sent are back on the shelf. It may come before the news that they are sold; then they are not sold at all. */
export const onItemsDropped = on(ItemsDropped, async (tx, { orderId, sellerId, items }) => {
  const reservation = await tx.lock(Reservation, { orderId });
  if (!reservation) return;
  const variantIds = items.length > 0 ? items.map(({ variantId }) => variantId) : await heldOf(tx, reservation.id, sellerId);
  await dropLines(tx, reservation, variantIds);
});

/** The variants of a seller that a reservation holds. */
async function heldOf({ sql }: Transaction, reservationId: string, sellerId: string): Promise<string[]> {
  const held = await sql.query<{ variantId: string }>(
    `select variant_id as "variantId" from reservation_line join stock using (variant_id) where reservation_id = $1 and seller_id = $2`,
    [reservationId, sellerId],
  );
  return held.map(({ variantId }) => variantId);
}
