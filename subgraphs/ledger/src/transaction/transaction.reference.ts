import { Directive, extension, Field, groupBy, ID, loader, ObjectType } from '@stoa/kit/graphql';
import { LedgerEntry, LedgerTransaction } from './transaction.entity.ts';

/** Orders' order, with what it did to the books. */
@Directive('@key(fields: "id")')
@ObjectType('Order')
export class OrderTransactions {
  @Field(() => ID)
  id!: string;
}

export const orderExtension = extension(OrderTransactions);

export const transactionsOfOrder = loader<string, LedgerTransaction[]>(async ({ read }, orderIds) =>
  groupBy(await read.find(LedgerTransaction, { orderId: { $in: [...orderIds] } }, { orderBy: { id: 'asc' } }), (row) => row.orderId!),
);

export const entriesOfTransaction = loader<string, LedgerEntry[]>(async ({ read }, ids) =>
  groupBy(await read.find(LedgerEntry, { transactionId: { $in: [...ids] } }, { orderBy: { position: 'asc' } }), (row) => row.transactionId),
);
