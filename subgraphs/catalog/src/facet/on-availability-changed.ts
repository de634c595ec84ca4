import { on } from '@stoa/kit/handlers';
import { AvailabilityChanged } from '@stoa/schema/events/inventory';
import { Product } from '../product/product.entity.ts';
import { tellFacets } from './tell-facets.ts';

/** A product can be had as long as one of its variants can. Its row is locked first, as by all who change its variants. */
export const onAvailabilityChanged = on(
  AvailabilityChanged,
  async (tx, { variantId, inStock }, { aggregateVersion: version }): Promise<void> => {
    const [variant] = await tx.sql.query<{ product_id: string }>('select product_id from variant where id = $1', [variantId]);
    if (!variant) return;
    const productId = variant.product_id;
    await tx.lockRow(Product, { id: productId });
    await tx.sql.query('update variant set in_stock = $2, stock_version = $3 where id = $1 and stock_version < $3', [
      variantId,
      inStock,
      version,
    ]);
    await tellFacets(
      tx,
      `update product set in_stock = not in_stock, version = version + 1
       where id = $1 and in_stock <> exists (select from variant where product_id = $1 and in_stock)`,
      [productId],
    );
  },
);
