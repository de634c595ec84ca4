import { may } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

/** What a seller sells is theirs to know, and administrators'; what is popular everybody may. */
export const salesPolicy = policy('SalesReport', {
  operations: { 'Query.popularProducts': 'everyone', 'Query.platformSales': 'reports:read' },
  fields: {
    'Seller.sales': (viewer, seller: { id: string }) =>
      may(viewer, 'reports:read') || (viewer.sellerId !== null && viewer.sellerId === seller.id),
    'SalesReport.products': 'everyone',
    'SalesReport.categories': 'everyone',
    'SalesReport.reviews': 'everyone',
    'ProductSales.product': 'everyone',
  },
});
