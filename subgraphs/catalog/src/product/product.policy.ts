import { may } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { Product } from './product.entity.ts';

const owner: RowRule<Product> = (viewer, product) => viewer.sellerId !== null && viewer.sellerId === product.sellerId;

export const productPolicy = policy('Product', {
  operations: {
    'Query.product': 'everyone',
    'Query.products': 'everyone',
    'Mutation.createProduct': 'sellers',
    'Mutation.updateProduct': 'sellers',
    'Mutation.archiveProduct': 'sellers',
  },
  acting: {
    'Mutation.createProduct': 'allowed',
    'Mutation.updateProduct': 'allowed',
    'Mutation.archiveProduct': 'allowed',
  },
  fields: {
    'Product.purchasable': 'everyone',
    'Product.prices': 'everyone',
    'Product.priceIn': 'everyone',
    'Product.category': 'everyone',
    'Product.variants': 'everyone',
    'Product.seller': 'everyone',
    'Product.images': 'everyone',
  },
  rows: {
    // What was once on sale stays readable by those who bought it.
    read: (viewer, product: Product) => product.status !== 'DRAFT' || may(viewer, 'catalog:read') || owner(viewer, product),
    change: (viewer, product: Product) => may(viewer, 'catalog:write') || owner(viewer, product),
  },
});
