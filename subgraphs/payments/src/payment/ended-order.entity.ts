import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** An order that takes no payment any more, even if the question to prepare one is still on its way. */
@Entity({ tableName: 'ended_order' })
export class EndedOrder {
  @PrimaryKey({ type: 'uuid' })
  readonly orderId!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly endedAt!: Date;
}
