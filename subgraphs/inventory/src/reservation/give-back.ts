import type { Transaction } from '@stoa/kit/use-case';
import { movingStock, STOCK_CHANGE, type StockChange, tellStockChanges } from '../stock/move-stock.ts';

/** How goods return to what is available, by the state they are held in. `held` is what returns. */
const returning = (held: string): string => `${movingStock(`
  ${held},
  move as (
    select variant_id, sum(quantity)::integer as available,
      -coalesce(sum(quantity) filter (where status = 'SOFT'), 0)::integer as reserved,
      -coalesce(sum(quantity) filter (where status = 'HARD'), 0)::integer as allocated,
      -coalesce(sum(quantity) filter (where status = 'SOLD'), 0)::integer as sold
    from held where status in ('SOFT', 'HARD', 'SOLD') group by variant_id
  )`)}
  select ${STOCK_CHANGE} from stock_change order by variant_id`;

const GIVE_BACK = returning(`held as (
    select line.variant_id, line.quantity, reservation.status from reservation
    join reservation_line line on line.reservation_id = reservation.id
    where reservation.id = any($1) and line.quantity > 0
  )`);

/** Gives back all that these reservations hold. They are locked, and their rows still say the state that they are about to leave. */
export async function giveBack(tx: Transaction, reservationIds: readonly string[]): Promise<void> {
  tellStockChanges(tx, await tx.sql.query<StockChange>(GIVE_BACK, [reservationIds]));
}

const DROP = returning(`line as (
    select line.variant_id, line.quantity from reservation_line line
    where reservation_id = $1 and variant_id = any($2) and quantity > 0
  ),
  emptied as (
    update reservation_line set quantity = 0 from line
    where reservation_line.reservation_id = $1 and reservation_line.variant_id = line.variant_id
  ),
  held as (
    select variant_id, quantity, $3::text as status from line
  )`);

/** Takes lines out of a locked reservation for good. What they held returns; where they hold nothing now, they never will again. */
export async function dropLines(
  tx: Transaction,
  { id, status }: { readonly id: string; readonly status: string },
  variantIds: readonly string[],
): Promise<void> {
  tellStockChanges(tx, await tx.sql.query<StockChange>(DROP, [id, variantIds, status]));
}
