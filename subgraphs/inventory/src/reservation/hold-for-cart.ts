import { answer } from '@stoa/kit/commands';
import { DomainError } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { holdForCart } from '@stoa/schema/commands/inventory';
import { movingStock, STOCK_CHANGE, type StockChange, tellStockChanges } from '../stock/move-stock.ts';
import { asIso, liveReservationOf, OPEN_RESERVATION } from './live-reservation.ts';
import { Reservation } from './reservation.entity.ts';
import { reservationMachine } from './reservation.machine.ts';

/**
 * Opens or extends the cart's reservation, sets the line and moves the difference, all in one statement. What the line held comes from
 * the write itself (`old`), which waits for whoever else changes it, and not from a read that could be late. Sixty minutes after the
 * first item a cart has had its time, however often it changed since. No row says that an order has taken the cart over.
 */
const HOLD = `${movingStock(`
  hold as (
    ${OPEN_RESERVATION} do update
      set expires_at = least(now() + interval '15 minutes', reservation.held_since + interval '60 minutes')
      where reservation.status = 'SOFT'
    returning id, expires_at
  ),
  line as (
    insert into reservation_line (reservation_id, variant_id, quantity) select id, $4, $5 from hold
    on conflict (reservation_id, variant_id) do update set quantity = excluded.quantity
    returning new.variant_id, new.quantity - coalesce(old.quantity, 0) as more
  ),
  move as (
    select variant_id, -more as available, more as reserved, 0 as allocated, 0 as sold from line where more <> 0
  )`)}
  select hold.id, ${asIso('hold.expires_at')} as expires_at, ${STOCK_CHANGE} from hold left join stock_change on true`;

type Held = { readonly id: string; readonly expires_at: string } & (StockChange | { readonly variant_id: null });

export const answerHoldForCart = answer(holdForCart, async (tx, { cartId, buyerId, variantId, quantity }) => {
  const [held] = await tx.sql.query<Held>(HOLD, [newId(), cartId, buyerId, variantId, quantity]);
  if (!held) throw await cartClosed(tx, cartId);
  if (held.variant_id !== null) tellStockChanges(tx, [held]);
  if (quantity === 0) await releaseIfEmpty(tx, held.id);
  return { expiresAt: held.expires_at };
});

async function cartClosed(tx: Transaction, cartId: string): Promise<DomainError> {
  const taken = await liveReservationOf(tx, cartId);
  return new DomainError('CART_CLOSED', 'The cart is being checked out', { orderId: taken?.orderId ?? null });
}

async function releaseIfEmpty(tx: Transaction, id: string): Promise<void> {
  const left = await tx.sql.query('select variant_id from reservation_line where reservation_id = $1 and quantity > 0 limit 1', [id]);
  if (left.length === 0) fire(reservationMachine, await tx.lock(Reservation, { id }), 'release');
}
