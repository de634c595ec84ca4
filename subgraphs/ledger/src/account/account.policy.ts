import { isAdmin, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import { thatSeller } from './payable.ts';

const admins = (viewer: Viewer): boolean => isAdmin(viewer);

/** The books are the administrators'; a seller sees what the platform owes them. */
export const accountPolicy = policy('LedgerAccount', {
  operations: { 'Query.ledgerAccounts': 'admins', 'Query.trialBalance': 'admins' },
  fields: {
    'LedgerAccount.seller': admins,
    'LedgerAccount.balance': admins,
    'LedgerAccount.entries': admins,
    'LedgerEntry.account': admins,
    'LedgerEntry.amount': admins,
    'LedgerTransaction.entries': admins,
    'Order.ledgerTransactions': admins,
    'LedgerAccount.statement': admins,
    'Seller.balance': thatSeller,
    'Seller.statement': thatSeller,
    // A statement is only reached through what it is of.
    'Statement.lines': 'everyone',
    'Statement.csvUrl': 'everyone',
    'Statement.pdfUrl': 'everyone',
    'StatementLine.orderNumber': 'everyone',
    'Seller.balances': thatSeller,
  },
  rows: { read: admins },
});
