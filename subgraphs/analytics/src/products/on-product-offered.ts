import { on } from '@stoa/kit/handlers';
import { ProductOffered } from '@stoa/schema/events/catalog';

/** It may stand elsewhere in the tree now, or not be on sale any more. */
export const onProductOffered = on(ProductOffered, async ({ sql, wakeJob }, { productId }) => {
  const sold = await sql.query('update sold_product set learnt = false, changes = changes + 1 where product_id = $1 returning product_id', [
    productId,
  ]);
  if (sold.length > 0) wakeJob('analytics.learnProducts');
});
