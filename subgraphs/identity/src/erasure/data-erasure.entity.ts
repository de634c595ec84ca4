import { DateTime, Field, ObjectType } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Somebody wants to be forgotten. The row stays when they are, and says of an id only that it leads to nobody. */
@Entity({ tableName: 'data_erasure' })
@ObjectType('DataErasure')
export class DataErasure {
  @PrimaryKey({ type: 'uuid' })
  readonly userId!: string;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly requestedAt!: Date;

  /** Until then it can be taken back; after that it is done as soon as nothing is open. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz' })
  readonly dueAt!: Date;

  /** What had to end first when it was last looked at: ORDERS, SHIPMENTS, RETURNS, REFUNDS, DISPUTES, BALANCE or PAYOUTS. */
  @Field(() => [String])
  @Property({ type: 'json', defaultRaw: "'[]'" })
  readonly waitingFor!: string[];

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly erasedAt!: Date | null;
}
