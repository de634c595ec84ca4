import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  FieldResolver,
  ID,
  Mutation,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
  type Stub,
} from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { Dispute } from '../dispute/dispute.entity.ts';
import { disputesOfPayment } from '../dispute/dispute.loader.ts';
import { providerOf } from '../provider/provider-of.ts';
import { Refund } from '../refund/refund.entity.ts';
import { RefundPaymentInput } from '../refund/refund.input.ts';
import { refundsOfPayment } from '../refund/refund.loader.ts';
import { refundPayment } from '../refund/refund-payment.ts';
import { Payment } from './payment.entity.ts';
import { PaymentFilter, wherePayments } from './payment.input.ts';
import { paymentPolicy } from './payment.policy.ts';
import { OrderPayment, paymentReference } from './payment.reference.ts';
import { paymentOfOrder } from './payment-of-order.ts';
import { VerifyPaymentInput, verifyPayment } from './verify-payment.ts';

const PaymentConnection = connectionOf(Payment, 'Payment');

@Resolver(() => Payment)
export class PaymentResolver {
  @Query(() => Payment, { nullable: true })
  async payment(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    const payment = await context.load(paymentReference.loader, id);
    return payment && paymentPolicy.read(context.viewer, payment) ? payment : null;
  }

  @Query(() => PaymentConnection)
  payments(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PaymentFilter, { nullable: true }) filter?: PaymentFilter,
  ) {
    return newestFirst(context.read, Payment, wherePayments(filter ?? {}), page);
  }

  @Mutation(() => Payment)
  verifyPayment(@Ctx() context: DomainContext, @Arg('input', () => VerifyPaymentInput) input: VerifyPaymentInput) {
    return context.run(verifyPayment, input);
  }

  @Mutation(() => Refund)
  refundPayment(@Ctx() context: DomainContext, @Arg('input', () => RefundPaymentInput) input: RefundPaymentInput) {
    return context.run(refundPayment, input);
  }

  @FieldResolver(() => Money)
  refunded(@Root() payment: Payment): Money {
    return Money.of({ amountMinor: payment.refundedMinor, currency: payment.amount.currency });
  }

  /** With what the provider's part of a payment page begins: Stripe's publishable key, Razorpay's key id. */
  @FieldResolver(() => String, { nullable: true })
  publishableKey(@Ctx() context: DomainContext, @Root() payment: Payment): string | null {
    return providerOf(context, payment.provider).publishableKey;
  }

  @FieldResolver(() => OrderPayment, { nullable: true })
  order(@Root() payment: Payment): Stub {
    return { id: payment.orderId };
  }

  @FieldResolver(() => [Refund])
  async refunds(@Ctx() context: DomainContext, @Root() payment: Payment) {
    return (await context.load(refundsOfPayment, payment.id)) ?? [];
  }

  @FieldResolver(() => [Dispute])
  async disputes(@Ctx() context: DomainContext, @Root() payment: Payment) {
    return (await context.load(disputesOfPayment, payment.id)) ?? [];
  }
}

@Resolver(() => OrderPayment)
export class OrderPaymentResolver {
  @FieldResolver(() => Payment, { nullable: true })
  async payment(@Ctx() context: DomainContext, @Root() order: Stub) {
    const payment = await context.load(paymentOfOrder, order.id);
    return payment && paymentPolicy.read(context.viewer, payment) ? payment : null;
  }
}
