import type { Transaction } from '@stoa/kit/use-case';
import { movingStock, STOCK_CHANGE, type StockChange, tellStockChanges } from '../stock/move-stock.ts';

/** How goods return to what is available, by the state they are held in. */
const GIVE_BACK = `${movingStock(`
  held as (
    select line.variant_id, line.quantity, reservation.status from reservation
    join reservation_line line on line.reservation_id = reservation.id
    where reservation.id = any($1) and line.quantity > 0
  ),
  move as (
    select variant_id, sum(quantity)::integer as available,
      -coalesce(sum(quantity) filter (where status = 'SOFT'), 0)::integer as reserved,
      -coalesce(sum(quantity) filter (where status = 'HARD'), 0)::integer as allocated,
      -coalesce(sum(quantity) filter (where status = 'SOLD'), 0)::integer as sold
    from held group by variant_id
  )`)}
  select ${STOCK_CHANGE} from stock_change order by variant_id`;

/** Gives back all that these reservations hold. They are locked, and their rows still say the state that they are about to leave. */
export async function giveBack(tx: Transaction, reservationIds: readonly string[]): Promise<void> {
  tellStockChanges(tx, await tx.sql.query<StockChange>(GIVE_BACK, [reservationIds]));
}
