import { on } from '@stoa/kit/handlers';
import { ProductArchived } from '@stoa/schema/events/catalog';

/** What was archived is not sold any more; whoever bought it before goes on learning. Of other kinds of products there is no row. */
export const onProductArchived = on(ProductArchived, ({ sql }, { productId }, { aggregateVersion }) =>
  sql.query(`update course set status = 'ARCHIVED', product_version = $2 where id = $1 and product_version < $2`, [
    productId,
    aggregateVersion,
  ]),
);
