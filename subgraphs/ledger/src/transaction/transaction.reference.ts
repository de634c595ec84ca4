import { extendedStubOf, extension, groupBy, loader } from '@stoa/kit/graphql';
import { LedgerEntry, LedgerTransaction } from './transaction.entity.ts';

/** Orders' order, with what it did to the books. */
export const OrderTransactions = extendedStubOf('Order');

export const orderExtension = extension(OrderTransactions);

export const transactionsOfOrder = loader<string, LedgerTransaction[]>(async ({ rows }, orderIds) =>
  groupBy(await rows.by(LedgerTransaction, 'orderId', orderIds, 'id'), (row) => row.orderId!),
);

export const entriesOfTransaction = loader<string, LedgerEntry[]>(async ({ rows }, ids) =>
  groupBy(await rows.by(LedgerEntry, 'transactionId', ids, 'position'), (row) => row.transactionId),
);
