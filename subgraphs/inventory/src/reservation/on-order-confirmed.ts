import { on } from '@stoa/kit/handlers';
import { fire } from '@stoa/kit/machine';
import type { Transaction } from '@stoa/kit/use-case';
import { ReservationFulfilled, SaleRefused } from '@stoa/schema/events/inventory';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { moveStock } from '../stock/move-stock.ts';
import { type Line, linesOf } from './live-reservation.ts';
import { Reservation } from './reservation.entity.ts';
import { reservationMachine } from './reservation.machine.ts';

/** The order is paid: its goods leave the stock. If its hold has lapsed, they are taken from what is available, all or none. */
export const onOrderConfirmed = on(OrderConfirmed, async (tx, { orderId }) => {
  const reservation = await tx.lock(Reservation, { orderId });
  const verdict = fire(reservationMachine, reservation, 'sell');
  if (!reservation) return;
  const lines = await linesOf(tx, reservation.id);
  if (verdict.moved) {
    for (const { variantId, quantity } of lines) await moveStock(tx, variantId, { allocated: -quantity, sold: quantity });
  } else if (verdict.compensate) {
    if (!(await takeAgain(tx, lines))) return tx.emit(SaleRefused, reservation, { orderId });
    fire(reservationMachine, reservation, 'resell');
  } else return;
  tx.emit(ReservationFulfilled, reservation, { reservationId: reservation.id, orderId, lines });
});

/** Takes all lines from what is available, or none of them. The rows are locked first, so what is seen to be there stays there. */
async function takeAgain(tx: Transaction, lines: readonly Line[]): Promise<boolean> {
  const rows = await tx.sql.query<{ variant_id: string; available: number }>(
    'select variant_id, available from stock where variant_id = any($1::uuid[]) order by variant_id for update',
    [lines.map((line) => line.variantId)],
  );
  const available = new Map(rows.map((row) => [row.variant_id, row.available]));
  if (lines.some(({ variantId, quantity }) => (available.get(variantId) ?? 0) < quantity)) return false;
  for (const { variantId, quantity } of lines) await moveStock(tx, variantId, { available: -quantity, sold: quantity });
  return true;
}
