import { attempts, settings } from '@stoa/kit/subgraph';
import { z } from 'zod';
import { isLoopback, providerList } from './sign-in/provider-settings.ts';

/** The password that only a machine of one's own may have. */
const DEFAULT_ADMIN_PASSWORD = 'stoa-admin';

export const identitySettings = settings(
  'identity settings',
  z
    .object({
      NODE_ENV: z.string().default('development'),
      /** `100/900`: attempts to log in or register from one address, in so many seconds. */
      STOA_LOG_IN_RATE: attempts.optional(),
      /** `60/900`: guests' tokens for one address, in so many seconds. */
      STOA_GUEST_RATE: attempts.optional(),
      /** `20/900`: mails that one address may have sent, in so many seconds. */
      STOA_MAIL_RATE: attempts.optional(),
      /** Who carries mail: one of the two. Without it mails are not sent. */
      SMTP_URL: z.string().optional(),
      SES_REGION: z.string().optional(),
      /** Where the storefront is: links in mails lead to its pages. */
      STOA_STOREFRONT_URL: z.url().optional(),
      /** Who people may sign in by. */
      STOA_SIGN_IN_PROVIDERS: providerList.prefault('[]'),
      /** The pages that they come back to, separated by commas; the first one where none is asked for. */
      STOA_SIGN_IN_PAGES: z
        .string()
        .transform((text) => text.split(',').map((page) => page.trim()))
        .pipe(z.array(z.url()).min(1))
        .optional(),
      /** Who may do what their account may by a second factor alone. */
      STOA_SECOND_FACTOR_FOR: z.enum(['nobody', 'admins']).default('nobody'),
      STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
      /** What the API keys of this deployment are for. */
      STOA_MODE: z.enum(['test', 'live']).default('test'),
      /** `BEFORE`: administrators approve of sellers before they sell. */
      STOA_SELLER_APPROVAL: z.enum(['NONE', 'BEFORE']).default('NONE'),
      /** For how many days somebody can take back that they want to be forgotten. */
      STOA_ERASURE_DAYS: z.coerce.number().int().min(0).max(30).default(7),
      /** Password of admin@stoa.test, set when the database is first filled. */
      STOA_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').default(DEFAULT_ADMIN_PASSWORD),
    })
    .superRefine((value, context) => {
      if (value.NODE_ENV === 'production' && value.STOA_ADMIN_PASSWORD === DEFAULT_ADMIN_PASSWORD)
        context.addIssue({ code: 'custom', path: ['STOA_ADMIN_PASSWORD'], message: 'must be set in production' });
      if (value.NODE_ENV === 'production' && value.STOA_SIGN_IN_PROVIDERS.some(({ issuer }) => isLoopback(issuer)))
        context.addIssue({
          code: 'custom',
          path: ['STOA_SIGN_IN_PROVIDERS'],
          message: 'must name no issuer on this machine in production',
        });
      if (value.NODE_ENV === 'production' && value.SMTP_URL === undefined && value.SES_REGION === undefined)
        context.addIssue({ code: 'custom', path: ['SMTP_URL'], message: 'must be set in production, or SES_REGION' });
    }),
);

/** Where the storefront is; without one of its own, the gateway's address stands for it. */
export const storefrontOf = (set: { STOA_STOREFRONT_URL?: string | undefined; STOA_PUBLIC_URL: string }): string =>
  (set.STOA_STOREFRONT_URL ?? set.STOA_PUBLIC_URL).replace(/\/+$/, '');

/** The gateway's address as browsers know it. */
export const publicOriginOf = (set: { STOA_PUBLIC_URL: string }): string => new URL(set.STOA_PUBLIC_URL).origin;

/** The pages that somebody who signed in may come back to; without any of its own, the storefront's. */
export const signInPagesOf = (set: Parameters<typeof storefrontOf>[0] & { STOA_SIGN_IN_PAGES?: readonly string[] | undefined }) =>
  set.STOA_SIGN_IN_PAGES ?? [`${storefrontOf(set)}/sign-in`];
