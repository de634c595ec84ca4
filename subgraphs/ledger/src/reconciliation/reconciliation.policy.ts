import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';

const reader = (viewer: Viewer): boolean => may(viewer, 'ledger:read');

export const reconciliationPolicy = policy('Reconciliation', {
  operations: { 'Query.reconciliations': 'ledger:read' },
  fields: {
    'Reconciliation.captured': reader,
    'Reconciliation.capturedAtProvider': reader,
    'Reconciliation.refunded': reader,
    'Reconciliation.refundedAtProvider': reader,
    'Reconciliation.fees': reader,
    'Reconciliation.differences': reader,
    'ReconciliationDifference.amount': reader,
    'ReconciliationDifference.amountAtProvider': reader,
  },
  rows: { read: reader },
});
