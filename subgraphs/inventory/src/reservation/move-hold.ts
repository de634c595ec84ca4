import { answer } from '@stoa/kit/commands';
import type { InputOf } from '@stoa/kit/contracts';
import { fire } from '@stoa/kit/machine';
import { newId, SerializationFailure } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { moveHold } from '@stoa/schema/commands/inventory';
import { movingStock, STOCK_CHANGE, type StockChange, tellStockChanges } from '../stock/move-stock.ts';
import { releaseCartHold } from './release.ts';
import { Reservation } from './reservation.entity.ts';
import { reservationMachine } from './reservation.machine.ts';

type Wanted = InputOf<typeof moveHold>;

export const answerMoveHold = answer(moveHold, async (tx, wanted) => {
  await moveCartHold(tx, wanted);
  return {};
});

/**
 * Lines go from one reservation to the other and stay reserved; only what the other cart has no line for returns to what is available.
 * The sixty minutes of both count from the older one, so that stock cannot be held for longer by giving it from guest to guest.
 */
const MOVE = `${movingStock(`
  source as (
    select id, held_since from reservation where id = $1
  ),
  target as (
    insert into reservation (id, cart_id, buyer_id, status, held_since, expires_at)
    select $2, $3, $4, 'SOFT', since, least(now() + interval '15 minutes', since + interval '60 minutes')
    from (select least(source.held_since, (select min(held_since) from reservation where cart_id = $3)) as since from source) first
    on conflict (cart_id) where status in ('SOFT', 'HARD') do update
      set held_since = excluded.held_since, expires_at = excluded.expires_at where reservation.status = 'SOFT'
    returning id
  ),
  share as (
    select held.variant_id, held.quantity,
      greatest(0, least(held.quantity, coalesce(wanted.quantity, 0) - coalesce(own.quantity, 0))) as moved
    from reservation_line held left join unnest($5::uuid[], $6::integer[]) as wanted (variant_id, quantity) using (variant_id)
    left join reservation_line own on own.variant_id = held.variant_id and own.reservation_id = (select id from target)
    where held.reservation_id = $1 and held.quantity > 0
  ),
  arrived as (
    insert into reservation_line (reservation_id, variant_id, quantity) select target.id, variant_id, moved from target, share where moved > 0
    on conflict (reservation_id, variant_id) do update set quantity = reservation_line.quantity + excluded.quantity
  ),
  emptied as (
    update reservation_line set quantity = 0 where reservation_id = $1 and quantity > 0
  ),
  move as (
    select variant_id, quantity - moved as available, moved - quantity as reserved, 0 as allocated, 0 as sold from share where quantity > moved
  )`)}
  select target.id, ${STOCK_CHANGE} from target left join stock_change on true order by variant_id`;

type Moved = { readonly id: string } & (StockChange | { readonly variant_id: null });

export async function moveCartHold(tx: Transaction, { fromCartId, intoCartId, buyerId, lines }: Wanted): Promise<void> {
  const live = await tx.sql.query<{ id: string; cart_id: string; status: string }>(
    `select id, cart_id, status from reservation where cart_id = any($1) and status in ('SOFT', 'HARD') order by id for update`,
    [[fromCartId, intoCartId]],
  );
  const from = live.find(({ cart_id: cartId, status }) => cartId === fromCartId && status === 'SOFT');
  const into = live.find(({ cart_id: cartId }) => cartId === intoCartId);
  if (!from) return;
  // An order has taken over all that it needs by now.
  if (into?.status === 'HARD') return releaseCartHold(tx, fromCartId);
  const id = newId();
  const rows = await tx.sql.query<Moved>(MOVE, [
    ...[from.id, id, intoCartId, buyerId],
    ...[lines.map((line) => line.variantId), lines.map((line) => line.quantity)],
  ]);
  // A hold that was made after the lock had found none is not locked, and its lines are not what this statement has read.
  if (rows[0]?.id !== (into?.id ?? id)) throw new SerializationFailure('a hold was made just now, and is not locked');
  tellStockChanges(
    tx,
    rows.filter((row) => row.variant_id !== null),
  );
  fire(reservationMachine, await tx.lock(Reservation, { id: from.id }), 'release');
}
