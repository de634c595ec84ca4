import { DateTime, enumOf, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

const ENDPOINT_STATES = ['ENABLED', 'DISABLED'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];
const EndpointStateEnum = enumOf('WebhookEndpointStatus', ENDPOINT_STATES);

/** BY_OWNER: somebody has said so. GONE: it answered 410. FAILING: for days it has taken nothing. */
const DISABLED_REASONS = ['BY_OWNER', 'GONE', 'FAILING'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];
const DisabledReasonEnum = enumOf('WebhookDisabledReason', DISABLED_REASONS);

/** Where a partner's system is told of what happens. */
@Entity({ tableName: 'webhook_endpoint' })
@Index({ properties: ['sellerId'] })
@Index({ properties: ['userId'] })
@Check({ name: 'webhook_endpoint_disabled', expression: `(status = 'DISABLED') = (disabled_reason is not null)` })
@ObjectType('WebhookEndpoint')
export class WebhookEndpoint {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** Whose shop it is told of; null where it is the platform's, which is told of all. */
  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  /** Who is told when it is disabled; null once they are forgotten. */
  @Property({ type: 'uuid', nullable: true })
  readonly userId!: string | null;

  @Field(() => String)
  @Property({ type: 'string', length: 2_000 })
  readonly url!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  readonly description!: string;

  @Field(() => [String])
  @Property({ type: 'json' })
  readonly eventTypes!: string[];

  @Field(() => EndpointStateEnum)
  @Enum({ items: () => [...ENDPOINT_STATES] })
  readonly status!: EndpointState;

  @Field(() => DisabledReasonEnum, { nullable: true })
  @Enum({ items: () => [...DISABLED_REASONS], nullable: true })
  readonly disabledReason!: DisabledReason | null;

  /** Since when it has taken nothing; null while it does. */
  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly failingSince!: Date | null;

  /** What happened before is not told to it. Another list of types, or being enabled again, begins anew. */
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly listensSince!: Date;

  /** Sealed, as `sealing.ts` has it. */
  @Property({ type: 'string', length: 300, lazy: true })
  readonly secret!: string;

  /** The one before, with which is signed as well for a day. */
  @Property({ type: 'string', length: 300, nullable: true, lazy: true })
  readonly previousSecret!: string | null;

  /** Until when the secret before the present one is good too. */
  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly previousSecretUntil!: Date | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
