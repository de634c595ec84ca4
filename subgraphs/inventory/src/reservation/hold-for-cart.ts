import { answer } from '@stoa/kit/commands';
import { DomainError } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import { holdForCart } from '@stoa/schema/commands/inventory';
import { moveStock } from '../stock/move-stock.ts';
import { linesOf, openReservationOf, writeLine } from './live-reservation.ts';
import { reservationMachine } from './reservation.machine.ts';

export const answerHoldForCart = answer(holdForCart, async (tx, { cartId, buyerId, variantId, quantity }) => {
  const reservation = await openReservationOf(tx, cartId, buyerId);
  if (reservation.status === 'HARD')
    throw new DomainError('CART_CLOSED', 'The cart is being checked out', { orderId: reservation.orderId });
  const lines = await linesOf(tx, reservation.id);
  const held = lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
  await moveStock(tx, variantId, { available: held - quantity, reserved: quantity - held });
  await writeLine(tx, reservation.id, { variantId, quantity });
  if (quantity === 0 && lines.every((line) => line.variantId === variantId)) fire(reservationMachine, reservation, 'release');
  await tx.em.flush();
  // Sixty minutes after the first item a cart has had its time, however often it changed since.
  const [row] = await tx.sql.query<{ expires_at: string }>(
    `update reservation set expires_at = least(now() + interval '15 minutes', held_since + interval '60 minutes')
     where id = $1 returning to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as expires_at`,
    [reservation.id],
  );
  return { expiresAt: row!.expires_at };
});
