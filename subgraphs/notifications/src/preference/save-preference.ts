import type { DomainContext } from '@stoa/kit/use-case';
import type { NotificationChannel } from '../channel/channel.ts';

/** `kind` empty: of all kinds of which nothing else was said. */
export async function savePreference(
  context: DomainContext,
  { userId, channel, kind, enabled }: { userId: string; channel: NotificationChannel; kind: string; enabled: boolean },
): Promise<void> {
  await context.write(
    `insert into notification_preference (user_id, channel, kind, enabled) values ($1, $2, $3, $4)
     on conflict (user_id, channel, kind) do update set enabled = excluded.enabled`,
    [userId, channel, kind, enabled],
  );
}
