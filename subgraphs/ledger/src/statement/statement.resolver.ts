import {
  Arg,
  Args,
  Ctx,
  CurrencyCode,
  connectionOf,
  DateTime,
  FieldResolver,
  PageArgs,
  Resolver,
  Root,
  type Stub,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { LedgerAccount } from '../account/account.entity.ts';
import { payablesOfSeller, SellerBalance } from '../account/account.reference.ts';
import { orderNumber } from './order-number.loader.ts';
import { periodOf } from './period.ts';
import { readStatement, statementLines } from './read-statement.ts';
import { Statement, StatementLine } from './statement.payload.ts';
import { statementAddress } from './statement-address.ts';

const StatementLineConnection = connectionOf(StatementLine, 'StatementLine');

@Resolver(() => Statement)
export class StatementResolver {
  @FieldResolver(() => StatementLineConnection)
  lines(@Ctx() context: DomainContext, @Root() statement: Statement, @Args(() => PageArgs) page: PageArgs) {
    return statementLines(context, statement, page);
  }

  /** As a table for spreadsheets, for some minutes. Null where nothing was ever posted. */
  @FieldResolver(() => String, { nullable: true })
  csvUrl(@Ctx() context: DomainContext, @Root() statement: Statement): Promise<string | null> {
    return statementAddress(context, statement, 'csv');
  }

  /** As a PDF, for some minutes. Null where nothing was ever posted. */
  @FieldResolver(() => String, { nullable: true })
  pdfUrl(@Ctx() context: DomainContext, @Root() statement: Statement): Promise<string | null> {
    return statementAddress(context, statement, 'pdf');
  }
}

@Resolver(() => StatementLine)
export class StatementLineResolver {
  @FieldResolver(() => String, { nullable: true })
  async orderNumber(@Ctx() context: DomainContext, @Root() line: StatementLine): Promise<string | null> {
    return line.orderId ? ((await context.load(orderNumber, line.orderId)) ?? null) : null;
  }
}

@Resolver(() => SellerBalance)
export class SellerStatementResolver {
  /** What the seller earned, gave back and was paid from one moment until another; this month so far, where neither is said. */
  @FieldResolver(() => Statement, { nullable: true })
  async statement(
    @Ctx() context: DomainContext,
    @Root() seller: Stub,
    @Arg('currency', () => CurrencyCode, { defaultValue: 'USD' }) currency: string,
    @Arg('from', () => DateTime, { nullable: true }) from?: Date,
    @Arg('to', () => DateTime, { nullable: true }) to?: Date,
  ): Promise<Statement> {
    const accounts = (await context.load(payablesOfSeller, seller.id)) ?? [];
    const account = accounts.find((candidate) => candidate.currency === currency) ?? null;
    return readStatement(context, account, currency, periodOf(from, to));
  }
}

@Resolver(() => LedgerAccount)
export class AccountStatementResolver {
  @FieldResolver(() => Statement)
  statement(
    @Ctx() context: DomainContext,
    @Root() account: LedgerAccount,
    @Arg('from', () => DateTime, { nullable: true }) from?: Date,
    @Arg('to', () => DateTime, { nullable: true }) to?: Date,
  ): Promise<Statement> {
    return readStatement(context, account, account.currency, periodOf(from, to));
  }
}
