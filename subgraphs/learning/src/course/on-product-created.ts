import { on } from '@stoa/kit/handlers';
import { ProductCreated } from '@stoa/schema/events/catalog';
import { keepProduct } from './keep-product.ts';

export const onProductCreated = on(ProductCreated, ({ sql }, product, { aggregateVersion }) => keepProduct(sql, product, aggregateVersion));
