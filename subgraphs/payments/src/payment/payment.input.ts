import { DateTime, Field, ID, InputType, madeBetween, toEntityId } from '@stoa/kit/graphql';
import type { FilterQuery } from '@stoa/kit/persistence';
import { type Payment, PaymentProviderEnum, PaymentStatusEnum } from './payment.entity.ts';
import type { PaymentStatus } from './payment.machine.ts';

/** What is left out, or null, leaves nothing out of the list. */
@InputType()
export class PaymentFilter {
  @Field(() => PaymentStatusEnum, { nullable: true })
  status?: PaymentStatus | null;

  @Field(() => PaymentProviderEnum, { nullable: true })
  provider?: Payment['provider'] | null;

  @Field(() => ID, { nullable: true })
  buyerId?: string | null;

  @Field(() => ID, { nullable: true })
  orderId?: string | null;

  /** As the provider's own pages call it. */
  @Field(() => String, { nullable: true })
  providerPaymentId?: string | null;

  /** True for those that a bank contests now. */
  @Field(() => Boolean, { nullable: true })
  disputed?: boolean | null;

  /** Made at this moment or after it. */
  @Field(() => DateTime, { nullable: true })
  from?: Date | null;

  /** Made before this moment. */
  @Field(() => DateTime, { nullable: true })
  to?: Date | null;
}

/** The condition that a filter means. Ids that none of ours can be are ids of nothing. */
export function wherePayments({ buyerId, orderId, from, to, ...same }: PaymentFilter): FilterQuery<Payment> {
  return {
    ...Object.fromEntries(Object.entries(same).filter(([, value]) => value != null)),
    ...(buyerId != null && { buyerId: toEntityId(buyerId) }),
    ...(orderId != null && { orderId: toEntityId(orderId) }),
    ...madeBetween({ from, to }),
  };
}
