import type { Transaction } from '@stoa/kit/use-case';
import { StockCreated, VariantListed } from '@stoa/schema/events/inventory';
import { factsOf, type StockRow } from '../stock/stock-row.ts';
import type { KnownVariant } from './known-variant.projection.ts';

/** Remembers a variant, and gives a physical one its stock row with nothing in it. Whoever comes second changes nothing. */
export async function ensureStock(
  tx: Transaction,
  variant: Pick<KnownVariant, 'variantId' | 'productId' | 'sellerId' | 'kind'>,
): Promise<void> {
  const { variantId, productId, sellerId, kind } = variant;
  const [known] = await tx.sql.query(
    `insert into known_variant (variant_id, product_id, seller_id, kind) values ($1, $2, $3, $4)
     on conflict do nothing returning variant_id`,
    [variantId, productId, sellerId, kind],
  );
  if (kind !== 'PHYSICAL') {
    if (known) tx.emit(VariantListed, { id: variantId, version: 1 }, { variantId, kind });
    return;
  }
  const [row] = await tx.sql.query<StockRow>(
    `insert into stock (variant_id, seller_id, total, available, reserved, allocated, sold) values ($1, $2, 0, 0, 0, 0, 0)
     on conflict do nothing returning *`,
    [variantId, sellerId],
  );
  if (row) tx.emit(StockCreated, { id: variantId, version: row.version }, factsOf(row));
}
