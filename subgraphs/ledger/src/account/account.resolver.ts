import {
  Arg,
  Args,
  Ctx,
  CurrencyCode,
  connectionOf,
  FieldResolver,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
  type Stub,
} from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { LedgerEntry } from '../transaction/transaction.entity.ts';
import { LedgerAccount } from './account.entity.ts';
import { accountReference, payablesOfSeller, SellerBalance } from './account.reference.ts';
import { payableMinor } from './payable.ts';

const LedgerAccountConnection = connectionOf(LedgerAccount, 'LedgerAccount');
const LedgerEntryConnection = connectionOf(LedgerEntry, 'LedgerEntry');

const balanceOf = (account: LedgerAccount): Money => Money.of({ amountMinor: account.balanceMinor, currency: account.currency });

@Resolver(() => LedgerAccount)
export class AccountResolver {
  @Query(() => LedgerAccountConnection)
  ledgerAccounts(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('code', () => String, { nullable: true }) code?: string,
  ) {
    return newestFirst(context.read, LedgerAccount, code ? { code } : {}, page);
  }

  @FieldResolver(() => SellerBalance, { nullable: true })
  seller(@Root() account: LedgerAccount): Stub | null {
    return account.sellerId ? { id: account.sellerId } : null;
  }

  @FieldResolver(() => Money)
  balance(@Root() account: LedgerAccount): Money {
    return balanceOf(account);
  }

  @FieldResolver(() => LedgerEntryConnection)
  entries(@Ctx() context: DomainContext, @Root() account: LedgerAccount, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, LedgerEntry, { accountId: account.id }, page);
  }
}

@Resolver(() => LedgerEntry)
export class EntryResolver {
  @FieldResolver(() => LedgerAccount)
  account(@Ctx() context: DomainContext, @Root() entry: LedgerEntry) {
    return context.load(accountReference.loader, entry.accountId);
  }

  @FieldResolver(() => Money)
  amount(@Root() entry: LedgerEntry): Money {
    return Money.of({ amountMinor: entry.amountMinor, currency: entry.currency });
  }
}

@Resolver(() => SellerBalance)
export class SellerBalanceResolver {
  /** What the platform owes the seller; negative where a refund came after a payout. */
  @FieldResolver(() => Money, { nullable: true })
  async balance(
    @Ctx() context: DomainContext,
    @Root() seller: Stub,
    @Arg('currency', () => CurrencyCode, { defaultValue: 'USD' }) currency: string,
  ): Promise<Money> {
    return Money.of({ amountMinor: payableMinor(await context.load(payablesOfSeller, seller.id), currency), currency });
  }

  @FieldResolver(() => [Money], { nullable: true })
  async balances(@Ctx() context: DomainContext, @Root() seller: Stub): Promise<Money[]> {
    return ((await context.load(payablesOfSeller, seller.id)) ?? []).map(balanceOf);
  }
}
