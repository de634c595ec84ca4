import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';
import type { NotificationChannel } from '../channel/channel.ts';

/** What somebody has said of a way of being told. */
@Entity({ tableName: 'notification_preference' })
export class NotificationPreference {
  @PrimaryKey({ type: 'uuid' })
  readonly userId!: string;

  @PrimaryKey({ type: 'string', length: 10 })
  readonly channel!: NotificationChannel;

  /** Empty: of all kinds of which nothing else was said. */
  @PrimaryKey({ type: 'string', length: 40 })
  readonly kind!: string;

  @Property({ type: 'boolean' })
  readonly enabled!: boolean;
}
