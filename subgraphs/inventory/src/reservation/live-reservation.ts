import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { Reservation } from './reservation.entity.ts';

export interface Line {
  readonly variantId: string;
  readonly quantity: number;
}

/** The cart's reservation that still holds something, locked. A unique index lets each cart have one. */
export const liveReservationOf = ({ lock }: Transaction, cartId: string): Promise<Reservation | null> =>
  lock(Reservation, { cartId, status: ['SOFT', 'HARD'] });

/** The same, made first where there is none. */
export async function openReservationOf(tx: Transaction, cartId: string, buyerId: string): Promise<Reservation> {
  const found = await liveReservationOf(tx, cartId);
  if (found) return found;
  await tx.sql.query(
    // The sixty minutes that a cart gets in all do not begin again when everything is taken out and put back.
    `insert into reservation (id, cart_id, buyer_id, status, held_since)
     values ($1, $2, $3, 'SOFT', coalesce((select min(held_since) from reservation where cart_id = $2), now()))
     on conflict (cart_id) where status in ('SOFT', 'HARD') do nothing`,
    [newId(), cartId, buyerId],
  );
  return (await liveReservationOf(tx, cartId))!;
}

/** What a reservation holds, in the order in which stock rows are locked everywhere. */
export async function linesOf({ sql }: Transaction, reservationId: string): Promise<Line[]> {
  const rows = await sql.query<{ variant_id: string; quantity: number }>(
    'select variant_id, quantity from reservation_line where reservation_id = $1 and quantity > 0 order by variant_id',
    [reservationId],
  );
  return rows.map((row) => ({ variantId: row.variant_id, quantity: row.quantity }));
}

export async function writeLine({ sql }: Transaction, reservationId: string, { variantId, quantity }: Line): Promise<void> {
  await sql.query(
    `insert into reservation_line (reservation_id, variant_id, quantity) values ($1, $2, $3)
     on conflict (reservation_id, variant_id) do update set quantity = excluded.quantity`,
    [reservationId, variantId, quantity],
  );
}

export const inLockingOrder = <T extends { variantId: string }>(lines: readonly T[]): T[] =>
  [...lines].sort((left, right) => (left.variantId < right.variantId ? -1 : 1));
