import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root, type Stub } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { LedgerEntry, LedgerTransaction } from './transaction.entity.ts';
import { entriesOfTransaction, OrderTransactions, transactionsOfOrder } from './transaction.reference.ts';

/** Whether the books add up, currency by currency. */
@ObjectType()
export class TrialBalance {
  @Field(() => Boolean)
  balanced!: boolean;

  @Field(() => [Money])
  debits!: Money[];

  @Field(() => [Money])
  credits!: Money[];
}

@Resolver(() => LedgerTransaction)
export class TransactionResolver {
  @FieldResolver(() => [LedgerEntry])
  entries(@Ctx() context: DomainContext, @Root() transaction: LedgerTransaction) {
    return context.load(entriesOfTransaction, transaction.id);
  }
}

@Resolver(() => OrderTransactions)
export class OrderTransactionsResolver {
  @FieldResolver(() => [LedgerTransaction], { nullable: true })
  async ledgerTransactions(@Ctx() context: DomainContext, @Root() order: Stub) {
    return (await context.load(transactionsOfOrder, order.id)) ?? [];
  }
}

interface CurrencyTotals {
  readonly currency: string;
  readonly debits: string;
  readonly credits: string;
}

@Resolver(() => TrialBalance)
export class TrialBalanceResolver {
  /** Added up from the entries, not from the stored balances. */
  @Query(() => TrialBalance)
  async trialBalance(@Ctx() { sql }: DomainContext): Promise<TrialBalance> {
    const rows = await sql.query<CurrencyTotals>(
      `select currency, coalesce(sum(amount_minor) filter (where direction = 'DEBIT'), 0) as debits,
         coalesce(sum(amount_minor) filter (where direction = 'CREDIT'), 0) as credits
       from ledger_entry group by currency order by currency`,
    );
    const money = (side: 'debits' | 'credits'): Money[] =>
      rows.map((row) => Money.of({ amountMinor: Number(row[side]), currency: row.currency }));
    return { balanced: rows.every((row) => row.debits === row.credits), debits: money('debits'), credits: money('credits') };
  }
}
