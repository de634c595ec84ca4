import { Money } from '@stoa/kit/money';
import { Embedded, Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Money on its way to a seller's account. It is committed before the provider is asked. */
@Entity({ tableName: 'transfer' })
export class Transfer {
  /** The payout's id, which is the key of the question too. */
  @PrimaryKey({ type: 'uuid' })
  readonly payoutId!: string;

  @Property({ type: 'string', length: 100 })
  readonly accountId!: string;

  @Embedded(() => Money)
  readonly amount!: Money;

  /** The provider's id of it; null as long as it has not answered, or where it refused. */
  @Property({ type: 'string', length: 100, nullable: true })
  readonly transferId!: string | null;

  /** Why the provider refused it, for good. */
  @Property({ type: 'string', length: 100, nullable: true })
  readonly refusalCode!: string | null;

  /** So long whoever asks the provider is waited for; then they have died. */
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly askedUntil!: Date;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
