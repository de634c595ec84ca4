import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

/** Whoever sees a payment sees its receipt and all invoices of it; a seller sees what they have billed. */
export const documentPolicy = policy('Invoice', {
  operations: {},
  fields: {
    'Payment.receipt': 'everyone',
    'Payment.invoices': 'everyone',
    'Receipt.url': 'everyone',
    'Invoice.url': 'everyone',
    'Invoice.lines': 'everyone',
    'Invoice.tax': 'everyone',
    'Invoice.seller': 'everyone',
    'Seller.invoices': (viewer: Viewer, seller: { id: string }) =>
      may(viewer, 'payments:read') || (viewer.sellerId !== null && viewer.sellerId === seller.id),
  },
});
