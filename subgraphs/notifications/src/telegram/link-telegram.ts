import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '@stoa/kit/errors';
import { DateTime, Field, ObjectType } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { telegramLink } from '../channel/telegram/telegram-settings.ts';
import { notificationSettings } from '../settings.ts';

/** Where to go to be told things by Telegram. Whoever opens it first has the messages, so it is nobody else's business. */
@ObjectType()
export class TelegramLink {
  @Field(() => String)
  url!: string;

  @Field(() => DateTime)
  expiresAt!: Date;
}

const GOOD_FOR = '15 minutes';

export const hashOfCode = (code: string): string => createHash('sha256').update(code).digest('base64url');

/** A link to the bot with a code that is good once. A newer one ends those before. */
export const linkTelegram = useCase('notifications.linkTelegram', z.object({}), async (tx): Promise<TelegramLink> => {
  const bot = tx.use(notificationSettings).TELEGRAM_BOT_NAME;
  if (!bot) throw new DomainError('SERVICE_UNAVAILABLE', 'There is no Telegram bot here', { service: 'notifications' });
  const code = randomBytes(24).toString('base64url');
  await tx.sql.query('delete from telegram_code where user_id = $1 or expires_at < now()', [tx.viewer.userId]);
  const [row] = await tx.sql.query<{ expires_at: string }>(
    'insert into telegram_code (code_hash, user_id, expires_at) values ($1, $2, now() + $3::interval) returning expires_at',
    [hashOfCode(code), tx.viewer.userId, GOOD_FOR],
  );
  return { url: telegramLink(bot, code), expiresAt: new Date(row!.expires_at) };
});
