import initial from './0001-initial.ts';
import appendOnly from './0002-append-only.ts';
import openedEmpty from './0003-opened-empty.ts';
import balancedAtOnce from './0004-balanced-at-once.ts';
import payouts from './0005-payouts.ts';
import disputes from './0006-disputes.ts';
import statements from './0007-statements.ts';
import reconciliation from './0008-reconciliation.ts';
import statementAddresses from './0009-statement-addresses.ts';

export const migrations = [
  initial,
  appendOnly,
  openedEmpty,
  balancedAtOnce,
  payouts,
  disputes,
  statements,
  reconciliation,
  statementAddresses,
];
