import { DomainError } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';
import { type StockRow, tellStockChange } from './stock-row.ts';

/** How the parts of a stock change; what is left out stays. */
export interface StockMove {
  readonly available?: number;
  readonly reserved?: number;
  readonly allocated?: number;
  readonly sold?: number;
}

/**
 * Moves goods between the parts of one stock by a single conditional UPDATE, so that two who want the last one cannot both get
 * it. Nothing happens, and the answer is OUT_OF_STOCK with what is left, when too few are available.
 */
export async function moveStock(tx: Transaction, variantId: string, move: StockMove): Promise<void> {
  const { available = 0, reserved = 0, allocated = 0, sold = 0 } = move;
  if (available === 0 && reserved === 0 && allocated === 0 && sold === 0) return;
  const [row] = await tx.sql.query<StockRow>(
    `update stock set available = available + $2, reserved = reserved + $3, allocated = allocated + $4, sold = sold + $5,
       total = total + $2 + $3 + $4, version = version + 1
     where variant_id = $1 and available + $2 >= 0 returning *`,
    [variantId, available, reserved, allocated, sold],
  );
  if (!row) throw await outOfStock(tx, variantId);
  tellStockChange(tx, row, row.available - available);
}

/** The refusal, with how many are left. */
export async function outOfStock({ sql }: Transaction, variantId: string): Promise<DomainError> {
  const [row] = await sql.query<{ available: number }>('select available from stock where variant_id = $1', [variantId]);
  const available = row?.available ?? 0;
  return new DomainError('OUT_OF_STOCK', available === 0 ? 'None are left' : `Only ${available} are left`, { variantId, available });
}
