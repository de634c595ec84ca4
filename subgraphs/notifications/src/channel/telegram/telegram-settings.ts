import { type Environment, settings, together } from '@stoa/kit/subgraph';
import { z } from 'zod';

const telegramSettings = settings(
  'Telegram settings',
  z.object({
    TELEGRAM_BOT_TOKEN: z
      .string()
      .regex(/^\d+:[\w-]+$/, 'must be the token of a bot, as BotFather gives it')
      .optional(),
    TELEGRAM_BOT_NAME: z
      .string()
      .regex(/^\w{5,32}$/, 'must be the name of a bot, without an @')
      .optional(),
    /** What Telegram shows us of itself when it brings a message. */
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{16,256}$/, 'must have 16 to 256 letters, digits, _ and -')
      .optional(),
    TELEGRAM_API_BASE: z.url().default('https://api.telegram.org'),
    STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
  }),
);

/** What is set of Telegram; null where nothing is. */
export function telegramOf(environment: Environment) {
  const set = telegramSettings.make(environment);
  if (!together(set, ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_NAME', 'TELEGRAM_WEBHOOK_SECRET'])) return null;
  const bot = `${set.TELEGRAM_API_BASE.replace(/\/$/, '')}/bot${set.TELEGRAM_BOT_TOKEN}`;
  return {
    name: set.TELEGRAM_BOT_NAME,
    webhookSecret: set.TELEGRAM_WEBHOOK_SECRET,
    webhookUrl: `${set.STOA_PUBLIC_URL.replace(/\/+$/, '')}/webhooks/telegram`,
    /** The address of a method; it holds the token, so it is for nobody's eyes. */
    method: (name: string): string => `${bot}/${name}`,
  };
}

/** Where somebody opens the chat with the bot and shows it a code; letters, digits, `_` and `-`, 64 at most. */
export const telegramLink = (botName: string, code: string): string => `https://t.me/${botName}?start=${code}`;
