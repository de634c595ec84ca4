import { on } from '@stoa/kit/handlers';
import { ProductCreated } from '@stoa/schema/events/catalog';
import { ensureStock } from './ensure-stock.ts';

export const onProductCreated = on(ProductCreated, async (tx, { productId, sellerId, kind, variants }) => {
  for (const { variantId } of variants) await ensureStock(tx, { variantId, productId, sellerId, kind });
});
