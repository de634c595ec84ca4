import { Arg, Ctx, Field, Mutation, ObjectType, Resolver, type Stub, stubOf } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { checkOut } from './check-out.ts';
import { CheckoutInput } from './checkout.input.ts';

const OrderStub = stubOf('Order');

const PaymentStub = stubOf('Payment');

/** An order to be paid for. */
@ObjectType('Checkout')
export class CheckoutPayload {
  @Field(() => OrderStub, { nullable: true })
  order!: Stub | null;

  @Field(() => PaymentStub, { nullable: true })
  payment!: Stub | null;

  /** A payment page of the provider's, where there is one. */
  @Field(() => String, { nullable: true })
  checkoutUrl!: string | null;
}

@Resolver(() => CheckoutPayload)
export class CheckoutResolver {
  @Mutation(() => CheckoutPayload)
  async checkout(@Ctx() context: DomainContext, @Arg('input', () => CheckoutInput) input: CheckoutInput): Promise<CheckoutPayload> {
    const { orderId, paymentId } = await context.run(checkOut, input);
    return { order: { id: orderId }, payment: { id: paymentId }, checkoutUrl: null };
  }
}
