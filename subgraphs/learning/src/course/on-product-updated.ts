import { on } from '@stoa/kit/handlers';
import { ProductUpdated } from '@stoa/schema/events/catalog';
import { keepProduct } from './keep-product.ts';

export const onProductUpdated = on(ProductUpdated, ({ sql }, product, { aggregateVersion }) => keepProduct(sql, product, aggregateVersion));
