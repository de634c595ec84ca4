import { Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';
import type { ProviderPayment } from '../provider/payment-provider.ts';

export const providerEventStates = ['HANDLED', 'PARKED'] as const;

/** What a provider told us, once for each of its event ids. PARKED: it fits nothing of ours yet, or not any more, and is examined again. */
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

  /** What was said of the payment, without its secret. */
  @Property({ type: 'json', nullable: true })
  readonly said!: Omit<ProviderPayment, 'clientSecret'> | null;

  @Property({ type: 'string', length: 500, nullable: true })
  note!: string | null;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly receivedAt!: Date;
}
