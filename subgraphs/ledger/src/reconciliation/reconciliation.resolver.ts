import { Args, Ctx, connectionOf, FieldResolver, groupBy, loader, newestFirst, PageArgs, Query, Resolver, Root } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { Reconciliation, ReconciliationDifference } from './reconciliation.entity.ts';

const ReconciliationConnection = connectionOf(Reconciliation, 'Reconciliation');

const differencesOf = loader<string, ReconciliationDifference[]>(async ({ rows }, ids) =>
  groupBy(await rows.by(ReconciliationDifference, 'reconciliationId', ids, 'id'), (row) => row.reconciliationId),
);

const money = (amountMinor: number | null, currency: string | null): Money | null =>
  amountMinor === null || currency === null ? null : Money.of({ amountMinor, currency });

@Resolver(() => Reconciliation)
export class ReconciliationResolver {
  @Query(() => ReconciliationConnection)
  reconciliations(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, Reconciliation, {}, page);
  }

  /** What buyers paid, by the books. */
  @FieldResolver(() => Money)
  captured(@Root() { capturedMinor, currency }: Reconciliation) {
    return money(capturedMinor, currency);
  }

  @FieldResolver(() => Money)
  capturedAtProvider(@Root() { capturedAtProviderMinor, currency }: Reconciliation) {
    return money(capturedAtProviderMinor, currency);
  }

  @FieldResolver(() => Money)
  refunded(@Root() { refundedMinor, currency }: Reconciliation) {
    return money(refundedMinor, currency);
  }

  @FieldResolver(() => Money)
  refundedAtProvider(@Root() { refundedAtProviderMinor, currency }: Reconciliation) {
    return money(refundedAtProviderMinor, currency);
  }

  /** What the provider kept in this currency, by its own journal. */
  @FieldResolver(() => Money)
  fees(@Root() { feesMinor, currency }: Reconciliation) {
    return money(feesMinor, currency);
  }

  @FieldResolver(() => [ReconciliationDifference])
  async differences(@Ctx() context: DomainContext, @Root() { id }: Reconciliation) {
    return (await context.load(differencesOf, id)) ?? [];
  }
}

@Resolver(() => ReconciliationDifference)
export class ReconciliationDifferenceResolver {
  /** By the books; null for what is missing here. */
  @FieldResolver(() => Money, { nullable: true })
  amount(@Root() { amountMinor, currency }: ReconciliationDifference) {
    return money(amountMinor, currency);
  }

  /** By the provider; null for what it does not list. */
  @FieldResolver(() => Money, { nullable: true })
  amountAtProvider(@Root() { amountAtProviderMinor, currencyAtProvider }: ReconciliationDifference) {
    return money(amountAtProviderMinor, currencyAtProvider);
  }
}
