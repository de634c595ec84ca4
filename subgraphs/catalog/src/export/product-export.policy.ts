import { may } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { ProductExport } from './product-export.entity.ts';

export const productExportPolicy = policy('ProductExport', {
  operations: { 'Query.productExport': 'authenticated', 'Mutation.exportProducts': 'sellers' },
  acting: { 'Mutation.exportProducts': 'refused' },
  fields: { 'ProductExport.download': 'everyone' },
  rows: {
    read: (viewer, { sellerId }: Pick<ProductExport, 'sellerId'>) =>
      may(viewer, 'catalog:read') || (sellerId !== null && viewer.sellerId === sellerId),
  },
});
