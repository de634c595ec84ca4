import { answer } from '@stoa/kit/commands';
import { fire } from '@stoa/kit/machine';
import type { Transaction } from '@stoa/kit/use-case';
import { allocate } from '@stoa/schema/commands/inventory';
import { moveStock, outOfStock } from '../stock/move-stock.ts';
import { inLockingOrder, type Line, linesOf, openReservationOf, writeLine } from './live-reservation.ts';
import { NO_BUYER, Reservation } from './reservation.entity.ts';
import { type ReservationStatus, reservationMachine } from './reservation.machine.ts';

const HELD: readonly ReservationStatus[] = ['HARD', 'SOLD'];

export const answerAllocate = answer(allocate, async (tx, { orderId, cartId, lines }) => {
  const known = await tx.lock(Reservation, { orderId });
  if (!known) await harden(tx, cartId, orderId, lines);
  // What the order once held has gone back, so saying yes again would not be true.
  else if (!HELD.includes(known.status)) throw await outOfStock(tx, inLockingOrder(lines)[0]!.variantId);
  const [row] = await tx.sql.query<{ expires_at: string }>(
    `select to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as expires_at from reservation where order_id = $1`,
    [orderId],
  );
  return { expiresAt: row!.expires_at };
});

/** Turns what the cart holds into exactly what the order needs: the rest goes back, what is missing is taken from what is available. */
async function harden(tx: Transaction, cartId: string, orderId: string, wanted: readonly Line[]): Promise<void> {
  const reservation = await openReservationOf(tx, cartId, NO_BUYER);
  const held = new Map((await linesOf(tx, reservation.id)).map((line) => [line.variantId, line.quantity]));
  const needed = new Map(wanted.map((line) => [line.variantId, line.quantity]));
  const variantIds = [...new Set([...held.keys(), ...needed.keys()])];
  for (const { variantId } of inLockingOrder(variantIds.map((id) => ({ variantId: id })))) {
    const reserved = held.get(variantId) ?? 0;
    const quantity = needed.get(variantId) ?? 0;
    await moveStock(tx, variantId, { reserved: -reserved, allocated: quantity, available: reserved - quantity });
    await writeLine(tx, reservation.id, { variantId, quantity });
  }
  fire(reservationMachine, reservation, 'allocate');
  reservation.orderId = orderId;
  await tx.em.flush();
  await tx.sql.query(`update reservation set expires_at = now() + interval '30 minutes' where id = $1`, [reservation.id]);
}
