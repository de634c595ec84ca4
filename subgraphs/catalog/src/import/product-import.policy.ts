import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { ProductImport } from './product-import.entity.ts';

const owner = ({ sellerId: own }: Viewer, { sellerId }: Pick<ProductImport, 'sellerId'>): boolean => own !== null && own === sellerId;

export const productImportPolicy = policy('ProductImport', {
  operations: {
    'Query.productImport': 'authenticated',
    'Query.productImports': 'sellers',
    'Mutation.importProducts': 'sellers',
    'Mutation.cancelProductImport': 'authenticated',
    'Subscription.productImportProgressed': 'authenticated',
  },
  acting: { 'Mutation.importProducts': 'allowed', 'Mutation.cancelProductImport': 'allowed' },
  fields: { 'ProductImport.errors': 'everyone' },
  rows: {
    read: (viewer, found: ProductImport) => may(viewer, 'catalog:read') || owner(viewer, found),
    cancel: (viewer, found: ProductImport) => may(viewer, 'catalog:write') || owner(viewer, found),
  },
});
