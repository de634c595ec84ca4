import { Deferred } from '@stoa/kit/events';
import { on } from '@stoa/kit/handlers';
import { fire, movesOf } from '@stoa/kit/machine';
import type { Transaction } from '@stoa/kit/use-case';
import { ReservationFulfilled, SaleRefused } from '@stoa/schema/events/inventory';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { movingStock, STOCK_CHANGE, type StockChange, tellStockChanges } from '../stock/move-stock.ts';
import { Reservation } from './reservation.entity.ts';
import { reservationMachine } from './reservation.machine.ts';

/** The order is paid: its goods leave the stock. If its hold has lapsed, they are taken from what is available, all or none. */
export const onOrderConfirmed = on(OrderConfirmed, async (tx, { orderId, lines }) => {
  if (await sellHeld(tx, orderId)) return;
  const reservation = await tx.lock(Reservation, { orderId });
  // Nothing is confirmed that was not allocated: our database was set back, and will be asked again.
  if (!reservation && lines.some(({ kind }) => kind === 'PHYSICAL')) throw new Deferred('nothing is known of what the order holds');
  const verdict = fire(reservationMachine, reservation, 'sell');
  if (verdict.moved) throw new Deferred('the stock was allocated just now');
  if (!reservation || !verdict.compensate) return;
  if (!(await isAllThere(tx, reservation.id))) return tx.emit(SaleRefused, reservation, { orderId });
  fire(reservationMachine, reservation, 'resell');
  tellSale(tx, reservation, orderId, await tx.sql.query<Sale>(SELL_AGAIN, [reservation.id]));
});

type Sale = StockChange & { readonly quantity: number };

/**
 * Whoever changes what an order holds has locked its reservation. The lines are locked too, or the statement would see them as they were
 * before it waited for that.
 */
const SELL_HELD = `${movingStock(`
  sale as (
    update reservation set status = $2, version = version + 1 where order_id = $1 and status = any($3)
    returning id, version as sale_version
  ),
  line as (
    select variant_id, quantity from reservation_line where reservation_id = (select id from sale) and quantity > 0 for no key update
  ),
  move as (
    select variant_id, 0 as available, 0 as reserved, -quantity as allocated, quantity as sold from line
  )`)}
  select id, sale_version, quantity, ${STOCK_CHANGE}
  from sale left join (stock_change join line using (variant_id)) on true order by variant_id`;

type HeldSale = { readonly id: string; readonly sale_version: number } & (Sale | { readonly variant_id: null });

/** False where the order holds nothing that could be sold. */
async function sellHeld(tx: Transaction, orderId: string): Promise<boolean> {
  const { from, to } = movesOf(reservationMachine, 'sell');
  const rows = await tx.sql.query<HeldSale>(SELL_HELD, [orderId, to, from]);
  const [sale] = rows;
  if (!sale) return false;
  tellSale(
    tx,
    { id: sale.id, version: sale.sale_version },
    orderId,
    rows.filter((row) => row.variant_id !== null),
  );
  return true;
}

/** Whether each line is available. The rows are locked, so what is seen to be there stays there. */
async function isAllThere({ sql }: Transaction, reservationId: string): Promise<boolean> {
  const lines = await sql.query<{ enough: boolean }>(
    `select stock.available >= line.quantity as enough from reservation_line line join stock on stock.variant_id = line.variant_id
     where line.reservation_id = $1 and line.quantity > 0 order by stock.variant_id for update of stock`,
    [reservationId],
  );
  return lines.every(({ enough }) => enough);
}

const SELL_AGAIN = `${movingStock(`
  line as (
    select variant_id, quantity from reservation_line where reservation_id = $1 and quantity > 0
  ),
  move as (
    select variant_id, -quantity as available, 0 as reserved, 0 as allocated, quantity as sold from line
  )`)}
  select quantity, ${STOCK_CHANGE} from stock_change join line using (variant_id) order by variant_id`;

function tellSale(tx: Transaction, reservation: { id: string; version: number }, orderId: string, sale: readonly Sale[]): void {
  tellStockChanges(tx, sale);
  const lines = sale.map(({ variant_id: variantId, quantity }) => ({ variantId, quantity }));
  tx.emit(ReservationFulfilled, reservation, { reservationId: reservation.id, orderId, lines });
}
