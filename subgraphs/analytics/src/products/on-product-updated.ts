import { on } from '@stoa/kit/handlers';
import { ProductUpdated } from '@stoa/schema/events/catalog';

/** It may stand elsewhere in the tree now. */
export const onProductUpdated = on(ProductUpdated, async ({ sql, wakeJob }, { productId }) => {
  const sold = await sql.query('update sold_product set learnt = false, changes = changes + 1 where product_id = $1 returning product_id', [
    productId,
  ]);
  if (sold.length > 0) wakeJob('analytics.learnProducts');
});
