import { Check, Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Somebody who is told things: how, in which language, and how much they were told. */
@Entity({ tableName: 'recipient' })
@Check({ name: 'recipient_digest', expression: `digest in ('NEVER', 'DAILY')` })
export class Recipient {
  @PrimaryKey({ type: 'uuid' })
  readonly userId!: string;

  /** Null: as the installation speaks. */
  @Property({ type: 'string', length: 10, nullable: true })
  readonly locale!: string | null;

  @Property({ type: 'string', length: 10, default: 'NEVER' })
  readonly digest!: 'NEVER' | 'DAILY';

  @Property({ type: 'timestamptz', nullable: true })
  readonly nextDigestAt!: Date | null;

  @Property({ type: 'integer', default: 0 })
  readonly lastSequence!: number;
}
