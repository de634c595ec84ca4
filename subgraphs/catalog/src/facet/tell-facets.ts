import type { Transaction } from '@stoa/kit/use-case';
import { ProductFacetsChanged } from '@stoa/schema/events/catalog';

interface Row {
  readonly id: string;
  readonly seller_id: string;
  readonly in_stock: boolean;
  readonly stars: number | null;
  readonly version: number;
}

/** Runs an update of one product, and tells of it if there was anything to change. */
export async function tellFacets(tx: Transaction, update: string, parameters: readonly unknown[]): Promise<void> {
  const [row] = await tx.sql.query<Row>(`${update} returning id, seller_id, in_stock, stars, version`, parameters);
  if (!row) return;
  const { id: productId, seller_id: sellerId, in_stock: inStock, stars } = row;
  tx.emit(ProductFacetsChanged, row, { productId, sellerId, inStock, stars });
}
