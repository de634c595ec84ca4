import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { PayoutUpdated, TransactionPosted } from '@stoa/schema/events/ledger';
import { migrations } from '../migrations/index.ts';
import { LedgerAccount } from './account/account.entity.ts';
import { accountPolicy } from './account/account.policy.ts';
import { accountReference, sellerExtension } from './account/account.reference.ts';
import { AccountResolver, EntryResolver, SellerBalanceResolver } from './account/account.resolver.ts';
import { onUserRegistered } from './account/on-user-registered.ts';
import { answerReadOpenAccounts } from './account/read-open-accounts.ts';
import { seedAccounts } from './account/seed-accounts.ts';
import { ledgerFigures } from './figures.ts';
import { DisputedShare } from './payout/disputed-share.entity.ts';
import { HeldShare } from './payout/held-share.entity.ts';
import { onDeliveryAcknowledged } from './payout/on-delivery-acknowledged.ts';
import { onRefundRequested } from './payout/on-refund-requested.ts';
import { Payout } from './payout/payout.entity.ts';
import { payoutMachine } from './payout/payout.machine.ts';
import { payoutPolicy } from './payout/payout.policy.ts';
import { PayoutResolver } from './payout/payout.resolver.ts';
import { settlePayouts } from './payout/settle-payouts.job.ts';
import { reconcileProviders } from './reconciliation/reconcile.job.ts';
import { Reconciliation, ReconciliationCursor, ReconciliationDifference } from './reconciliation/reconciliation.entity.ts';
import { reconciliationPolicy } from './reconciliation/reconciliation.policy.ts';
import { ReconciliationDifferenceResolver, ReconciliationResolver } from './reconciliation/reconciliation.resolver.ts';
import { ledgerSettings } from './settings.ts';
import { closeDays } from './statement/close-days.job.ts';
import { ClosedDay, ClosingBalance } from './statement/closing-balance.entity.ts';
import {
  AccountStatementResolver,
  SellerStatementResolver,
  StatementLineResolver,
  StatementResolver,
} from './statement/statement.resolver.ts';
import { statementRoute } from './statement/statement.route.ts';
import { AddressKey } from './statement/statement-address.ts';
import { onDisputeUpdated } from './transaction/on-dispute-updated.ts';
import { onPaymentCaptured } from './transaction/on-payment-captured.ts';
import { onRefundSucceeded } from './transaction/on-refund-succeeded.ts';
import { LedgerEntry, LedgerTransaction } from './transaction/transaction.entity.ts';
import { orderExtension } from './transaction/transaction.reference.ts';
import { OrderTransactionsResolver, TransactionResolver, TrialBalanceResolver } from './transaction/transaction.resolver.ts';

/** The books: double-entry, append-only, balanced by the database itself. */
export default defineSubgraph({
  name: 'ledger',
  entities: [
    LedgerAccount,
    LedgerTransaction,
    LedgerEntry,
    ClosingBalance,
    ClosedDay,
    HeldShare,
    DisputedShare,
    Payout,
    Reconciliation,
    ReconciliationDifference,
    ReconciliationCursor,
    AddressKey,
  ],
  migrations,
  resolvers: [
    AccountResolver,
    EntryResolver,
    SellerBalanceResolver,
    TransactionResolver,
    OrderTransactionsResolver,
    TrialBalanceResolver,
    PayoutResolver,
    ...[StatementResolver, StatementLineResolver, SellerStatementResolver, AccountStatementResolver],
    ReconciliationResolver,
    ReconciliationDifferenceResolver,
  ],
  references: [accountReference, sellerExtension, orderExtension],
  policies: [accountPolicy, payoutPolicy, reconciliationPolicy],
  machines: [payoutMachine],
  publishes: [TransactionPosted, PayoutUpdated],
  handlers: [onUserRegistered, onPaymentCaptured, onRefundSucceeded, onRefundRequested, onDisputeUpdated, onDeliveryAcknowledged],
  figures: ledgerFigures,
  jobs: [settlePayouts, reconcileProviders, closeDays],
  routes: [statementRoute],
  resources: [ledgerSettings],
  seed: seedAccounts,
  commands: [answerReadOpenAccounts],
  staffActs: staffActs(recordStaffActs, 'ledger'),
});
