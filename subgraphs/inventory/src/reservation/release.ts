import { answer } from '@stoa/kit/commands';
import { fire } from '@stoa/kit/machine';
import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { releaseOrder } from '@stoa/schema/commands/inventory';
import { giveBack } from './give-back.ts';
import { liveReservationOf } from './live-reservation.ts';
import { NO_BUYER, Reservation } from './reservation.entity.ts';
import { reservationMachine } from './reservation.machine.ts';

export const answerReleaseOrder = answer(releaseOrder, async (tx, { orderId }) => {
  await releaseOrderHold(tx, orderId);
  return {};
});

/** Gives back what a cart holds; what an order has taken over is no longer the cart's. */
export async function releaseCartHold(tx: Transaction, cartId: string): Promise<void> {
  const reservation = await liveReservationOf(tx, cartId);
  if (reservation?.status === 'SOFT') await release(tx, reservation);
}

/** Gives back what an order holds or has bought. Where it holds nothing, it never will. */
export async function releaseOrderHold(tx: Transaction, orderId: string): Promise<void> {
  const reservation = (await holdOf(tx, orderId)) ?? (await endBeforehand(tx, orderId));
  if (reservation) await release(tx, reservation);
}

const holdOf = ({ lock }: Transaction, orderId: string): Promise<Reservation | null> => lock(Reservation, { orderId });

/**
 * Leaves a released reservation behind, since the question to allocate may still be on its way, and must come too late. Null,
 * unless that question was answered just now: then what it holds is there to be given back.
 */
async function endBeforehand(tx: Transaction, orderId: string): Promise<Reservation | null> {
  const left = await tx.sql.query(
    `insert into reservation (id, cart_id, order_id, buyer_id, status) values ($1, $2, $2, $3, 'RELEASED')
     on conflict (order_id) do nothing returning id`,
    [newId(), orderId, NO_BUYER],
  );
  return left.length > 0 ? null : holdOf(tx, orderId);
}

async function release(tx: Transaction, reservation: Reservation): Promise<void> {
  // The new state is written when the transaction ends, so the row still says how its goods are held.
  if (fire(reservationMachine, reservation, 'release').moved) await giveBack(tx, [reservation.id]);
}
