import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { NO_BUYER, Reservation } from './reservation.entity.ts';

/**
 * Opens a cart's reservation, $1 being its id if it is new, $2 the cart and $3 its buyer; to be followed by what to do with the one
 * that still holds something, since a unique index lets each cart have one. The sixty minutes that a cart gets in all do not begin
 * again when everything is taken out and put back.
 */
export const OPEN_RESERVATION = `
  insert into reservation (id, cart_id, buyer_id, status, held_since, expires_at)
  select $1, $2, $3, 'SOFT', since, least(now() + interval '15 minutes', since + interval '60 minutes')
  from (select coalesce(min(held_since), now()) as since from reservation where cart_id = $2) first
  on conflict (cart_id) where status in ('SOFT', 'HARD')`;

/** Makes a reservation for an order whose cart holds nothing, unless there is one. */
export async function openReservation({ sql }: Transaction, cartId: string): Promise<void> {
  await sql.query(`${OPEN_RESERVATION} do nothing`, [newId(), cartId, NO_BUYER]);
}

/** The cart's reservation that still holds something, locked. */
export const liveReservationOf = ({ lock }: Transaction, cartId: string): Promise<Reservation | null> =>
  lock(Reservation, { cartId, status: ['SOFT', 'HARD'] });

/** A moment as the answers of this domain write it. */
export const asIso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
