import { Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';
import type { NoticedRefund, ProviderPayment } from '../provider/payment-provider.ts';

export type Said = Omit<ProviderPayment, 'clientSecret'>;
interface AboutDispute {
  readonly disputeId: string;
}
interface AboutRefund {
  readonly refund: NoticedRefund;
}

export const providerEventStates = ['HANDLED', 'PARKED', 'DISCARDED'] as const;

/**
 * What a provider told us, once for each of its event ids. PARKED: it fits nothing of ours yet, or not
 * any more, and is examined again. DISCARDED: somebody has looked at it, and nothing will come of it.
 */
@Entity({ tableName: 'provider_event' })
@Index({ properties: ['status', 'receivedAt'] })
export class ProviderEvent {
  @PrimaryKey({ type: 'string', length: 100 })
  readonly id!: string;

  @Property({ type: 'string', length: 10 })
  readonly provider!: 'STRIPE' | 'RAZORPAY';

  @Property({ type: 'string', length: 100 })
  readonly type!: string;

  @Enum({ items: () => [...providerEventStates] })
  status!: (typeof providerEventStates)[number];

  /** What was said of the payment, without its secret; or what else it is about. */
  @Property({ type: 'json', nullable: true })
  readonly said!: Said | AboutDispute | AboutRefund | null;

  @Property({ type: 'string', length: 500, nullable: true })
  note!: string | null;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly receivedAt!: Date;

  /** Until then it is examined again and again, while it is parked. */
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:15:00'::interval)" })
  readonly examineUntil!: Date;
}
