import { DomainError } from '@stoa/kit/errors';
import type { Transaction } from '@stoa/kit/use-case';
import { type StockRow, tellStockChange } from './stock-row.ts';

/** What became of one stock that a statement made by `movingStock` was to change. `version` is null where too few were available. */
export type StockChange = { readonly available_before: number | null } & (
  | StockRow
  | ({ readonly version: null } & Pick<StockRow, 'variant_id'>)
);

/**
 * The beginning of a statement that moves goods between the parts of stocks: a `with` list, to be followed by a `select` from
 * `stock_change`, whose rows are `STOCK_CHANGE`. What is passed makes `move`: rows of a variant and by how much each part changes, one
 * for each variant, none of them nothing.
 *
 * Each stock is changed by a conditional UPDATE, so that two who want the last one cannot both get it, and the rows are locked in
 * the order of their variants first, so that buyers never wait for each other in a circle. All figures come from the locked row. The
 * UPDATE by itself would begin with the row as it was before the wait, and refuse what has become possible meanwhile.
 */
export const movingStock = (move: string): string => `with ${move},
  locked as (
    select variant_id, total, available, reserved, allocated, sold, version from stock
    where variant_id in (select variant_id from move) order by variant_id for update
  ),
  moved as (
    update stock set available = locked.available + move.available, reserved = locked.reserved + move.reserved,
      allocated = locked.allocated + move.allocated, sold = locked.sold + move.sold,
      total = locked.total + move.available + move.reserved + move.allocated, version = locked.version + 1
    from locked join move on move.variant_id = locked.variant_id
    where stock.variant_id = locked.variant_id and locked.available + move.available >= 0
    returning stock.variant_id, stock.seller_id, stock.total, stock.available, stock.reserved, stock.allocated, stock.sold,
      stock.low_stock_threshold, stock.version
  ),
  stock_change as (
    select move.variant_id, locked.available as available_before, moved.seller_id, moved.total, moved.available, moved.reserved,
      moved.allocated, moved.sold, moved.low_stock_threshold, moved.version
    from move left join locked on locked.variant_id = move.variant_id left join moved on moved.variant_id = move.variant_id
  )`;

/** The columns of a `StockChange`, by name, since a statement with a star is not prepared. */
export const STOCK_CHANGE = `variant_id, available_before, seller_id, total, available, reserved, allocated, sold, low_stock_threshold, version`;

/** Tells of all that changed. Where too few were available, nothing happens, and the answer is OUT_OF_STOCK with what is left. */
export function tellStockChanges(tx: Transaction, changes: readonly StockChange[]): void {
  for (const change of changes) {
    if (change.version === null) throw outOfStock(change.variant_id, change.available_before ?? 0);
    tellStockChange(tx, change, change.available_before!);
  }
}

/** The refusal, with how many are left. */
export const outOfStock = (variantId: string, available: number): DomainError =>
  new DomainError('OUT_OF_STOCK', available === 0 ? 'None are left' : `Only ${available} are left`, { variantId, available });
