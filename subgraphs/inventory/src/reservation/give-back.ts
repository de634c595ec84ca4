import type { Transaction } from '@stoa/kit/use-case';
import { moveStock, type StockMove } from '../stock/move-stock.ts';
import { linesOf } from './live-reservation.ts';
import type { ReservationStatus } from './reservation.machine.ts';

/** How goods return to what is available, by the state they were held in. */
const backFrom: Partial<Record<ReservationStatus, (quantity: number) => StockMove>> = {
  SOFT: (quantity) => ({ reserved: -quantity, available: quantity }),
  HARD: (quantity) => ({ allocated: -quantity, available: quantity }),
  SOLD: (quantity) => ({ sold: -quantity, available: quantity }),
};

/** Gives back all that a reservation held in the state that it has just left. */
export async function giveBack(tx: Transaction, reservationId: string, from: ReservationStatus): Promise<void> {
  for (const { variantId, quantity } of await linesOf(tx, reservationId)) await moveStock(tx, variantId, backFrom[from]!(quantity));
}
