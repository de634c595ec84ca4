import { Deferred } from '@stoa/kit/events';
import { on } from '@stoa/kit/handlers';
import { ReturnReceived } from '@stoa/schema/events/fulfillment';
import { movingStock, STOCK_CHANGE, type StockChange, tellStockChanges } from '../stock/move-stock.ts';
import { Reservation } from './reservation.entity.ts';

const RESTOCK = `${movingStock(`
  line as (
    select reservation_line.variant_id, least(back.quantity, reservation_line.quantity - returned)::integer as quantity
    from reservation_line join (
      select "variantId" as variant_id, sum(quantity)::integer as quantity
      from jsonb_to_recordset($2) as item ("variantId" uuid, quantity int) group by 1
    ) back using (variant_id)
    where reservation_id = $1
  ),
  counted as (
    update reservation_line set returned = returned + line.quantity from line
    where reservation_line.reservation_id = $1 and reservation_line.variant_id = line.variant_id
  ),
  move as (select variant_id, quantity as available, 0 as reserved, 0 as allocated, -quantity as sold from line where quantity > 0)`)}
  select ${STOCK_CHANGE} from stock_change order by variant_id`;

/** What came back and can be sold again is on the shelf, and counts as sold no more. */
export const onReturnReceived = on(ReturnReceived, async (tx, { orderId, restock, items }) => {
  if (!restock) return;
  const reservation = await tx.lock(Reservation, { orderId });
  if (!reservation) return;
  if (reservation.status === 'HARD') throw new Deferred(`the goods of order ${orderId} are not known to be sold yet`);
  tellStockChanges(
    tx,
    await tx.sql.query<StockChange>(RESTOCK, [reservation.id, JSON.stringify(items.filter(({ variantId }) => variantId))]),
  );
});
