import { badInput } from '@stoa/kit/errors';
import { Arg, Ctx, enumOf, Field, InputType, Mutation, ObjectType, Query, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { NOTIFICATION_CHANNELS, type NotificationChannel } from '../channel/channel.ts';
import { pushOffer } from '../channel/push/web-push-settings.ts';
import { NotificationChannelEnum } from '../delivery/notification-delivery.entity.ts';
import { isKind, KINDS } from '../kind/kinds.ts';
import { recipientOf } from '../notification/notification.loader.ts';
import { notificationSettings } from '../settings.ts';
import { LANGUAGES } from '../template/languages.ts';
import { savePreference } from './save-preference.ts';
import { saveSettings } from './save-settings.ts';
import { isFixed, isWanted, type Preference } from './wanted-ways.ts';

/** Whether one is told of a kind by a channel, if one can be reached by it. */
@ObjectType()
class NotificationPreference {
  @Field(() => NotificationChannelEnum)
  channel!: NotificationChannel;

  @Field(() => String)
  kind!: string;

  @Field(() => Boolean)
  enabled!: boolean;

  /** Security notices cannot be switched off everywhere, and some things never go by some channel. */
  @Field(() => Boolean)
  fixed!: boolean;
}

const DigestFrequency = enumOf('DigestFrequency', ['NEVER', 'DAILY']);

@ObjectType()
class NotificationSettings {
  /** The language in which one is told things. */
  @Field(() => String)
  locale!: string;

  /** Whether what can wait is mailed once a day, all together. */
  @Field(() => DigestFrequency)
  digest!: keyof typeof DigestFrequency;

  /** The `applicationServerKey` that browsers subscribe with; null where they cannot be told anything. */
  @Field(() => String, { nullable: true })
  webPushKey!: string | null;
}

@InputType()
class NotificationSettingsInput {
  @Field(() => String, { nullable: true, description: `One of ${LANGUAGES.join(', ')}; left as it is where none is given.` })
  locale?: string | null;

  @Field(() => DigestFrequency, { nullable: true })
  digest?: keyof typeof DigestFrequency | null;
}

@Resolver(() => NotificationPreference)
export class PreferenceResolver {
  /** Every kind by every channel, as it is for the viewer now. */
  @Query(() => [NotificationPreference])
  async notificationPreferences(@Ctx() { sql, viewer }: DomainContext): Promise<NotificationPreference[]> {
    const said = await sql.query<Preference>('select channel, kind, enabled from notification_preference where user_id = $1', [
      viewer.userId,
    ]);
    return KINDS.flatMap((kind) =>
      NOTIFICATION_CHANNELS.map((channel) => {
        // What nothing can change is fixed, whichever way it is.
        const fixed = isFixed(kind, channel) || !isWanted(kind, channel, [{ channel, kind, enabled: true }]);
        return { channel, kind, enabled: isWanted(kind, channel, said), fixed };
      }),
    );
  }

  @Query(() => NotificationSettings)
  async notificationSettings(@Ctx() context: DomainContext): Promise<NotificationSettings> {
    const recipient = await context.load(recipientOf, context.viewer.userId!);
    return {
      locale: recipient?.locale ?? context.use(notificationSettings).STOA_LANGUAGE,
      digest: recipient?.digest ?? 'NEVER',
      webPushKey: context.use(pushOffer).publicKey,
    };
  }

  /** Switches a kind by a channel on or off, or, without a kind, all of which nothing else was said. What is fixed stays. */
  @Mutation(() => Boolean)
  async setNotificationPreference(
    @Ctx() context: DomainContext,
    @Arg('channel', () => NotificationChannelEnum) channel: NotificationChannel,
    @Arg('enabled', () => Boolean) enabled: boolean,
    @Arg('kind', () => String, { nullable: true }) kind?: string | null,
  ): Promise<boolean> {
    if (kind && !isKind(kind)) throw badInput(`kind must be one of ${KINDS.join(', ')}`, 'kind');
    await savePreference(context, { userId: context.viewer.userId!, channel, kind: kind ?? '', enabled });
    return true;
  }

  @Mutation(() => NotificationSettings)
  async setNotificationSettings(
    @Ctx() context: DomainContext,
    @Arg('input', () => NotificationSettingsInput) input: NotificationSettingsInput,
  ): Promise<NotificationSettings> {
    await context.run(saveSettings, input);
    return this.notificationSettings(context);
  }
}
