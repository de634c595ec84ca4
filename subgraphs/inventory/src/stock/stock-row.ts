import type { Transaction } from '@stoa/kit/use-case';
import { AvailabilityChanged, StockLow, StockUpdated } from '@stoa/schema/events/inventory';

/** A stock row as SQL returns it. */
export interface StockRow {
  readonly variant_id: string;
  readonly seller_id: string;
  readonly total: number;
  readonly available: number;
  readonly reserved: number;
  readonly allocated: number;
  readonly sold: number;
  readonly low_stock_threshold: number;
  readonly version: number;
}

export const factsOf = (row: StockRow) => ({
  variantId: row.variant_id,
  sellerId: row.seller_id,
  total: row.total,
  available: row.available,
  reserved: row.reserved,
  allocated: row.allocated,
  sold: row.sold,
});

/** Tells that stock changed; once, on the way down, that little is left; and that none is, or some again. */
export function tellStockChange(tx: Transaction, row: StockRow, availableBefore: number): void {
  const aggregate = { id: row.variant_id, version: row.version };
  tx.emit(StockUpdated, aggregate, factsOf(row));
  const threshold = row.low_stock_threshold;
  if (availableBefore > threshold && row.available <= threshold) tx.emit(StockLow, aggregate, { ...factsOf(row), threshold });
  const inStock = row.available > 0;
  if (availableBefore > 0 !== inStock)
    tx.emit(AvailabilityChanged, aggregate, { variantId: row.variant_id, sellerId: row.seller_id, inStock });
}
