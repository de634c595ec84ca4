import { job, seconds } from '@stoa/kit/jobs';
import { fire } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { ReservationExpired } from '@stoa/schema/events/inventory';
import { giveBack } from './give-back.ts';
import { Reservation } from './reservation.entity.ts';
import { reservationMachine } from './reservation.machine.ts';

/** Orders end their own orders at the deadline; this is the backstop behind them, so it comes later. */
const HARD_GRACE = "interval '5 minutes'";
const BATCH_SIZE = 50;

/** Holds past their deadline go back, by the database's clock. Rows that somebody is working on are left for the next round. */
export const expireReservations = job('inventory.expireReservations', seconds(5), async (context) => {
  while ((await expireSome(context)) === BATCH_SIZE);
});

const expireSome = (context: DomainContext): Promise<number> =>
  context.transact(async (tx) => {
    const due = await tx.sql.query<{ id: string }>(
      `select id from reservation
       where (status = 'SOFT' and expires_at <= now()) or (status = 'HARD' and expires_at <= now() - ${HARD_GRACE})
       order by expires_at limit ${BATCH_SIZE} for update skip locked`,
    );
    for (const { id } of due) await expire(tx, id);
    return due.length;
  });

async function expire(tx: Transaction, id: string): Promise<void> {
  const reservation = await tx.em.findOneOrFail(Reservation, { id });
  const from = reservation.status;
  if (!fire(reservationMachine, reservation, 'expire').moved) return;
  await giveBack(tx, id, from);
  const { cartId, orderId } = reservation;
  tx.emit(ReservationExpired, reservation, { reservationId: id, cartId: orderId ? null : cartId, orderId });
}
