import { answer } from '@stoa/kit/commands';
import { fire } from '@stoa/kit/machine';
import { LockMode } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { releaseCart, releaseOrder } from '@stoa/schema/commands/inventory';
import { giveBack } from './give-back.ts';
import { liveReservationOf } from './live-reservation.ts';
import { Reservation } from './reservation.entity.ts';
import { reservationMachine } from './reservation.machine.ts';

export const answerReleaseCart = answer(releaseCart, async (tx, { cartId }) => {
  const reservation = await liveReservationOf(tx, cartId);
  // What an order has taken over is no longer the cart's to give back.
  if (reservation?.status === 'SOFT') await release(tx, reservation);
  return {};
});

export const answerReleaseOrder = answer(releaseOrder, async (tx, { orderId }) => {
  await releaseOrderHold(tx, orderId);
  return {};
});

/** Gives back what an order holds or has bought; done before, or nothing held: nothing happens. */
export async function releaseOrderHold(tx: Transaction, orderId: string): Promise<void> {
  const reservation = await tx.em.findOne(Reservation, { orderId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (reservation) await release(tx, reservation);
}

async function release(tx: Transaction, reservation: Reservation): Promise<void> {
  const from = reservation.status;
  if (fire(reservationMachine, reservation, 'release').moved) await giveBack(tx, reservation.id, from);
}
