import { job, seconds } from '@stoa/kit/jobs';
import { movesOf } from '@stoa/kit/machine';
import type { DomainContext } from '@stoa/kit/use-case';
import { ReservationExpired } from '@stoa/schema/events/inventory';
import { giveBack } from './give-back.ts';
import { reservationMachine } from './reservation.machine.ts';

/** Orders end their own orders at the deadline; this is the backstop behind them, so it comes later. */
const DUE = `expires_at <= now() and (status = 'SOFT' or (status = 'HARD' and expires_at <= now() - interval '5 minutes'))`;
const BATCH_SIZE = 50;

/** Holds past their deadline go back, by the database's clock. Rows that somebody is working on are left for the next round. */
export const expireReservations = job('inventory.expireReservations', seconds(5), async (context) => {
  // Mostly there are none, and looking needs no transaction.
  const due = await context.sql.query(`select id from reservation where ${DUE} limit 1`);
  if (due.length > 0) while ((await expireSome(context)) === BATCH_SIZE);
});

interface Due {
  readonly id: string;
  readonly cart_id: string;
  readonly order_id: string | null;
  readonly version: number;
}

const expireSome = (context: DomainContext): Promise<number> =>
  context.transact(async (tx) => {
    const due = await tx.sql.query<Due>(
      `select id, cart_id, order_id, version from reservation where ${DUE} order by expires_at limit ${BATCH_SIZE} for update skip locked`,
    );
    if (due.length === 0) return 0;
    const ids = due.map(({ id }) => id);
    const { from, to } = movesOf(reservationMachine, 'expire');
    await Promise.all([
      giveBack(tx, ids),
      tx.sql.query('update reservation set status = $2, version = version + 1 where id = any($1) and status = any($3)', [ids, to, from]),
    ]);
    for (const { id, cart_id: cartId, order_id: orderId, version } of due)
      tx.emit(ReservationExpired, { id, version: version + 1 }, { reservationId: id, cartId: orderId ? null : cartId, orderId });
    return due.length;
  });
