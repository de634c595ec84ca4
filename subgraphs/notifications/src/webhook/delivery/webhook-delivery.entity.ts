import { DateTime, Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, Enum, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { DELIVERY_STATES, type DeliveryState, DeliveryStateEnum } from '../../delivery/delivery-state.ts';

/** One event on its way to one endpoint: there is one for each, whatever is tried how often. */
@Entity({ tableName: 'webhook_delivery' })
@Unique({ properties: ['eventId', 'eventType', 'endpointId'] })
@Index({ properties: ['endpointId', 'id'] })
@Check({ name: 'webhook_delivery_ends', expression: `(status = 'DELIVERED') = (delivered_at is not null)` })
@ObjectType('WebhookDelivery')
export class WebhookDelivery {
  /** The `webhook-id` under which the endpoint knows it, at each try and each replay. */
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly endpointId!: string;

  @Property({ type: 'uuid' })
  readonly eventId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 40 })
  readonly eventType!: string;

  @Property({ type: 'json' })
  readonly data!: Readonly<Record<string, unknown>>;

  /** When it happened. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz' })
  readonly occurredAt!: Date;

  @Field(() => DeliveryStateEnum)
  @Enum({ items: () => [...DELIVERY_STATES] })
  readonly status!: DeliveryState;

  /** How often it was tried, since it was last sent off. */
  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  readonly attempts!: number;

  /** While it waits, the time of the next try. */
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly nextTryAt!: Date;

  /** It is given up after this. */
  @Property({ type: 'timestamptz' })
  readonly deadlineAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly deliveredAt!: Date | null;

  /** The status of HTTP that the endpoint last answered; null where it gave no answer. */
  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  readonly responseStatus!: number | null;

  /** Why the last try came to nothing, as a stable code. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 60, nullable: true })
  readonly error!: string | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
