import {
  Arg,
  Args,
  Ctx,
  CurrencyCode,
  connectionOf,
  FieldResolver,
  Mutation,
  newestFirst,
  PageArgs,
  Resolver,
  Root,
  type Stub,
  toEntityId,
} from '@stoa/kit/graphql';
import { Money, MoneyInput } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { payablesOfSeller, SellerBalance } from '../account/account.reference.ts';
import { availableMinor, payableMinor } from '../account/payable.ts';
import { heldMinor } from './held-shares.ts';
import { Payout } from './payout.entity.ts';
import { requestPayout } from './request-payout.ts';

const PayoutConnection = connectionOf(Payout, 'Payout');

@Resolver(() => SellerBalance)
export class PayoutResolver {
  @Mutation(() => Payout)
  requestPayout(
    @Ctx() context: DomainContext,
    @Arg('amount', () => MoneyInput) amount: MoneyInput,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ) {
    return context.run(requestPayout, { amount, idempotencyKey });
  }

  @FieldResolver(() => PayoutConnection, { nullable: true })
  payouts(@Ctx() context: DomainContext, @Root() seller: Stub, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, Payout, { sellerId: toEntityId(seller.id) }, page);
  }

  /** What of the balance is not held for orders whose buyers have yet to acknowledge that they came. */
  @FieldResolver(() => Money, { nullable: true })
  async availableForPayout(
    @Ctx() context: DomainContext,
    @Root() seller: Stub,
    @Arg('currency', () => CurrencyCode, { defaultValue: 'USD' }) currency: string,
  ): Promise<Money> {
    const balanceMinor = payableMinor(await context.load(payablesOfSeller, seller.id), currency);
    const held = await heldMinor(context.sql, toEntityId(seller.id), currency);
    return Money.of({ amountMinor: availableMinor(balanceMinor, held, currency), currency });
  }
}
