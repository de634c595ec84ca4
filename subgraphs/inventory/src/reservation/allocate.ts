import { answer } from '@stoa/kit/commands';
import type { InputOf } from '@stoa/kit/contracts';
import { DomainError } from '@stoa/kit/errors';
import { movesOf } from '@stoa/kit/machine';
import { constraintOf, SerializationFailure } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { allocate } from '@stoa/schema/commands/inventory';
import { movingStock, outOfStock, STOCK_CHANGE, type StockChange, tellStockChanges } from '../stock/move-stock.ts';
import { asIso, openReservation } from './live-reservation.ts';
import { type ReservationStatus, reservationMachine } from './reservation.machine.ts';

type Wanted = InputOf<typeof allocate>;

const HELD: readonly ReservationStatus[] = ['HARD', 'SOLD'];

export const answerAllocate = answer(allocate, async (tx, wanted) => {
  const expiresAt = (await harden(tx, wanted)) ?? (await allocatedBefore(tx, wanted)) ?? (await hardenNew(tx, wanted));
  return { expiresAt };
});

/**
 * Turns what the cart holds, now that nobody can change it any more, into exactly what the order needs: the rest goes back, what is
 * missing is taken from what is available. An order that has had its reservation gets no second one.
 */
const HARDEN = `${movingStock(`
  hold as (
    update reservation set status = $3, order_id = $1, expires_at = now() + interval '30 minutes', version = version + 1
    where cart_id = $2 and status = any($4)
      and not exists (select from reservation known where known.order_id = $1)
    returning id, expires_at
  ),
  held as (
    select variant_id, quantity from reservation_line where reservation_id = (select id from hold) and quantity > 0
  ),
  line as (
    select variant_id, coalesce(held.quantity, 0) as reserved, coalesce(needed.quantity, 0) as allocated
    from held full join unnest($5::uuid[], $6::integer[]) as needed (variant_id, quantity) using (variant_id)
    where exists (select from hold)
  ),
  written as (
    insert into reservation_line (reservation_id, variant_id, quantity)
    select hold.id, variant_id, allocated from hold, line where allocated <> reserved
    on conflict (reservation_id, variant_id) do update set quantity = excluded.quantity
  ),
  move as (
    select variant_id, reserved - allocated as available, -reserved as reserved, allocated, 0 as sold from line
  )`)}
  select ${asIso('hold.expires_at')} as expires_at, ${STOCK_CHANGE} from hold left join stock_change on true order by variant_id`;

type Hardened = { readonly expires_at: string } & (StockChange | { readonly variant_id: null });

/** Null where the cart has nothing to harden, or the order was answered before. */
async function harden(tx: Transaction, { orderId, cartId, lines }: Wanted): Promise<string | null> {
  const { from, to } = movesOf(reservationMachine, 'allocate');
  const asked = Promise.all([
    // A statement sees what was committed when it began, so the lock, which may wait, comes in one before.
    tx.sql.query(`select id from reservation where cart_id = $1 and status in ('SOFT', 'HARD') for update`, [cartId]),
    tx.sql.query<Hardened>(HARDEN, [orderId, cartId, to, from, lines.map((line) => line.variantId), lines.map((line) => line.quantity)]),
  ]);
  const [locked, rows] = await asked.catch((error: unknown) => {
    const endedMeanwhile = constraintOf(error) === 'reservation_order_id_unique';
    throw endedMeanwhile ? new SerializationFailure('the order was answered or has ended just now') : error;
  });
  // A hold that was made after the lock had found none may change under the second statement, which reads its lines as they were.
  if (rows.length > 0 && locked.length === 0) throw new SerializationFailure('a hold was made just now, and is not locked');
  tellStockChanges(
    tx,
    rows.filter((row) => row.variant_id !== null),
  );
  return rows[0]?.expires_at ?? null;
}

/** The deadline that the order was given. What it once held may have gone back, and then saying yes again would not be true. */
async function allocatedBefore({ sql }: Transaction, { orderId, lines }: Wanted): Promise<string | null> {
  const [known] = await sql.query<{ status: ReservationStatus; expires_at: string }>(
    `select status, ${asIso('expires_at')} as expires_at from reservation where order_id = $1 for update`,
    [orderId],
  );
  if (!known || HELD.includes(known.status)) return known?.expires_at ?? null;
  const [first] = await sql.query<{ variant_id: string; available: number | null }>(
    `select wanted.variant_id, available from unnest($1::uuid[]) as wanted (variant_id)
     left join stock on stock.variant_id = wanted.variant_id order by wanted.variant_id limit 1`,
    [lines.map((line) => line.variantId)],
  );
  throw outOfStock(first!.variant_id, first!.available ?? 0);
}

/** The cart's hold has lapsed, or it never had one. */
async function hardenNew(tx: Transaction, wanted: Wanted): Promise<string> {
  await openReservation(tx, wanted.cartId);
  const expiresAt = (await harden(tx, wanted)) ?? (await allocatedBefore(tx, wanted));
  if (!expiresAt) throw new DomainError('CART_CLOSED', 'Another order holds what this cart held', { cartId: wanted.cartId });
  return expiresAt;
}
