import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import { thatSeller } from './payable.ts';

const reader = (viewer: Viewer): boolean => may(viewer, 'ledger:read');

/** The books are the administrators'; a seller sees what the platform owes them. */
export const accountPolicy = policy('LedgerAccount', {
  operations: { 'Query.ledgerAccounts': 'ledger:read', 'Query.trialBalance': 'ledger:read' },
  fields: {
    'LedgerAccount.seller': reader,
    'LedgerAccount.balance': reader,
    'LedgerAccount.entries': reader,
    'LedgerEntry.account': reader,
    'LedgerEntry.amount': reader,
    'LedgerTransaction.entries': reader,
    'Order.ledgerTransactions': reader,
    'LedgerAccount.statement': reader,
    'Seller.balance': thatSeller('ledger:read'),
    'Seller.statement': thatSeller('ledger:read'),
    // A statement is only reached through what it is of.
    'Statement.lines': 'everyone',
    'Statement.csvUrl': 'everyone',
    'Statement.pdfUrl': 'everyone',
    'StatementLine.orderNumber': 'everyone',
    'Seller.balances': thatSeller('ledger:read'),
  },
  rows: { read: reader },
});
