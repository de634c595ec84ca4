import { attempts, settings } from '@stoa/kit/subgraph';
import { z } from 'zod';
import { LANGUAGES } from './template/languages.ts';

export const notificationSettings = settings(
  'notification settings',
  z.object({
    NODE_ENV: z.string().default('development'),
    /** `20/3600`: codes by SMS that are asked for from one address, in so many seconds. */
    STOA_PHONE_CODE_RATE: attempts.optional(),
    STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
    /** Where the storefront is: links in messages lead to its pages. */
    STOA_STOREFRONT_URL: z.url().optional(),
    /** The language of those who have chosen none. */
    STOA_LANGUAGE: z.enum(LANGUAGES).default('en'),
    /** What the bot is called, without an `@`. */
    TELEGRAM_BOT_NAME: z
      .string()
      .regex(/^\w{5,32}$/, 'must be the name of a bot, without an @')
      .optional(),
  }),
);

/** Where the storefront is; without one of its own, the gateway's address stands for it. */
export const storefrontOf = (set: { STOA_STOREFRONT_URL?: string | undefined; STOA_PUBLIC_URL: string }): string =>
  (set.STOA_STOREFRONT_URL ?? set.STOA_PUBLIC_URL).replace(/\/+$/, '');
