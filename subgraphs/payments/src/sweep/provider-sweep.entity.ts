import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** How far a provider has been asked for what no webhook told. */
@Entity({ tableName: 'provider_sweep' })
export class ProviderSweep {
  @PrimaryKey({ type: 'text' })
  readonly provider!: 'STRIPE' | 'RAZORPAY';

  @Property({ type: 'timestamptz' })
  readonly sweptUntil!: Date;

  @Property({ type: 'timestamptz' })
  readonly nextSweepAt!: Date;
}
