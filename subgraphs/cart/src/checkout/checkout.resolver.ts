import { Arg, Ctx, Directive, Field, ID, Mutation, ObjectType, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { checkOut } from './check-out.ts';
import { CheckoutInput } from './checkout.input.ts';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Order')
export class OrderStub {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Payment')
export class PaymentStub {
  @Field(() => ID)
  id!: string;
}

/** An order to be paid for. */
@ObjectType('Checkout')
export class CheckoutPayload {
  @Field(() => OrderStub, { nullable: true })
  order!: OrderStub | null;

  @Field(() => PaymentStub, { nullable: true })
  payment!: PaymentStub | null;

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
