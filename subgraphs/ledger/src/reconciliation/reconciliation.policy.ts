import { isAdmin, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

const admins = (viewer: Viewer): boolean => isAdmin(viewer);

export const reconciliationPolicy = policy('Reconciliation', {
  operations: { 'Query.reconciliations': 'admins' },
  fields: {
    'Reconciliation.captured': admins,
    'Reconciliation.capturedAtProvider': admins,
    'Reconciliation.refunded': admins,
    'Reconciliation.refundedAtProvider': admins,
    'Reconciliation.fees': admins,
    'Reconciliation.differences': admins,
    'ReconciliationDifference.amount': admins,
    'ReconciliationDifference.amountAtProvider': admins,
  },
  rows: { read: admins },
});
