import { DateTime, enumOf, Field, Int, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';
import { NOTIFICATION_CHANNELS, type NotificationChannel } from '../channel/channel.ts';
import { DELIVERY_STATES, type DeliveryState, DeliveryStateEnum } from './delivery-state.ts';

export const NotificationChannelEnum = enumOf('NotificationChannel', NOTIFICATION_CHANNELS);

/** A notification on its way to one address of its user. There is one for each, whatever is tried how often. */
@Entity({ tableName: 'notification_delivery' })
@Index({ properties: ['notificationId'] })
@Check({ name: 'notification_delivery_ends', expression: `(status = 'DELIVERED') = (delivered_at is not null)` })
@ObjectType('NotificationDelivery')
export class NotificationDelivery {
  /** The key under which providers know it. */
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly notificationId!: string;

  @Field(() => NotificationChannelEnum)
  @Enum({ items: () => [...NOTIFICATION_CHANNELS] })
  readonly channel!: NotificationChannel;

  /** Which of the user's phones, browsers or chats; null for mail, whose address is identity's, and for the live stream. */
  @Property({ type: 'uuid', nullable: true })
  readonly contactId!: string | null;

  @Field(() => DeliveryStateEnum)
  @Enum({ items: () => [...DELIVERY_STATES] })
  readonly status!: DeliveryState;

  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  readonly attempts!: number;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly nextTryAt!: Date;

  /** Nobody wants to hear of it any more after this. */
  @Property({ type: 'timestamptz' })
  readonly deadlineAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly deliveredAt!: Date | null;

  @Property({ type: 'string', length: 200, nullable: true })
  readonly providerId!: string | null;

  /** Why the last try came to nothing, as a stable code. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 60, nullable: true })
  readonly error!: string | null;
}
