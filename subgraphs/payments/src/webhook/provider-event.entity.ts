import { DateTime, enumOf, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';
import { PaymentProviderEnum } from '../payment/payment.entity.ts';
import type { NoticedRefund, ProviderPayment } from '../provider/payment-provider.ts';

export type Said = Omit<ProviderPayment, 'clientSecret'>;
interface AboutDispute {
  readonly disputeId: string;
}
interface AboutRefund {
  readonly refund: NoticedRefund;
}

const providerEventStates = ['HANDLED', 'PARKED', 'DISCARDED'] as const;
export type ProviderEventState = (typeof providerEventStates)[number];
export const ParkedWebhookStatus = enumOf('ParkedWebhookStatus', providerEventStates);

/**
 * What a provider told us, once for each of its event ids. PARKED: it fits nothing of ours yet, or not
 * any more, and is examined again. DISCARDED: somebody has looked at it, and nothing will come of it.
 */
@Entity({ tableName: 'provider_event' })
@Index({ properties: ['status', 'receivedAt'] })
@ObjectType('ParkedWebhook')
export class ProviderEvent {
  /** The provider's id of it. */
  @Field(() => ID)
  @PrimaryKey({ type: 'string', length: 100 })
  readonly id!: string;

  @Field(() => PaymentProviderEnum)
  @Property({ type: 'string', length: 10 })
  readonly provider!: 'STRIPE' | 'RAZORPAY';

  /** What it tells of, in the provider's words: `payment_intent.succeeded`. */
  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  readonly type!: string;

  @Field(() => ParkedWebhookStatus)
  @Enum({ items: () => [...providerEventStates] })
  status!: ProviderEventState;

  /** What was said of the payment, without its secret; or what else it is about. */
  @Property({ type: 'json', nullable: true })
  readonly said!: Said | AboutDispute | AboutRefund | null;

  /** Why it fits nothing of ours. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  note!: string | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly receivedAt!: Date;

  /** Until then it is examined again and again, while it is parked. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:15:00'::interval)" })
  readonly examineUntil!: Date;
}
