import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  FieldResolver,
  ID,
  Mutation,
  PageArgs,
  Query,
  Resolver,
  Root,
  type Stub,
  Subscription,
  toEntityId,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { failedNotifications } from '../delivery/failed-notifications.ts';
import { NotificationDelivery } from '../delivery/notification-delivery.entity.ts';
import { retryNotification } from '../delivery/retry-notification.ts';
import type { KeptNotice } from '../kind/kinds.ts';
import { notificationSettings } from '../settings.ts';
import { languageOf } from '../template/languages.ts';
import { wordsOf } from '../template/render.ts';
import type { Words } from '../template/words.ts';
import { followNotifications, type Received } from './follow-notifications.ts';
import { notificationsOf } from './list-notifications.ts';
import { markNotificationRead } from './mark-read.ts';
import { Notification } from './notification.entity.ts';
import { deliveriesOfNotification, recipientOf } from './notification.loader.ts';
import { UserNotifications } from './notification.reference.ts';

const NotificationConnection = connectionOf(Notification, 'Notification');

/** What it says, in the language of whom it tells. */
async function wordsFor(context: DomainContext, { kind, data, names, userId }: Notification): Promise<Words> {
  const recipient = userId ? await context.load(recipientOf, userId) : null;
  const locale = recipient?.locale ?? context.use(notificationSettings).STOA_LANGUAGE;
  return wordsOf(languageOf(locale), { kind, data, names: names ?? {} } as KeptNotice);
}

@Resolver(() => Notification)
export class NotificationResolver {
  /** Those of which some way failed for good, for administrators to have tried again. */
  @Query(() => NotificationConnection)
  failedNotifications(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return failedNotifications(context, page);
  }

  @Mutation(() => Notification)
  markNotificationRead(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(markNotificationRead, { id });
  }

  /** Has what failed of it tried again; what was delivered is not. */
  @Mutation(() => Notification)
  retryNotification(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(retryNotification, { id });
  }

  /** What one is told from now on. */
  @Subscription(() => Notification, { subscribe: ({ context }) => followNotifications(context as DomainContext) })
  notificationReceived(@Root() { notification }: Received): Notification {
    return notification;
  }

  /** One line, in the language of its reader. */
  @FieldResolver(() => String)
  async title(@Ctx() context: DomainContext, @Root() notification: Notification): Promise<string> {
    return (await wordsFor(context, notification)).title;
  }

  /** Plain text, its paragraphs apart by an empty line. */
  @FieldResolver(() => String)
  async body(@Ctx() context: DomainContext, @Root() notification: Notification): Promise<string> {
    return (await wordsFor(context, notification)).lines.join('\n\n');
  }

  /** By which ways it went, and what became of each. */
  @FieldResolver(() => [NotificationDelivery])
  async deliveries(@Ctx() context: DomainContext, @Root() notification: Notification) {
    return (await context.load(deliveriesOfNotification, notification.id)) ?? [];
  }
}

@Resolver(() => UserNotifications)
export class UserNotificationsResolver {
  /** The newest first; oneself and administrators only. */
  @FieldResolver(() => NotificationConnection, { nullable: true })
  notifications(
    @Ctx() context: DomainContext,
    @Root() user: Stub,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('unreadOnly', () => Boolean, { defaultValue: false }) unreadOnly: boolean,
  ) {
    return notificationsOf(context, toEntityId(user.id), page, unreadOnly);
  }
}
