import { attempts, settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

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
      /** What the API keys of this deployment are for. */
      STOA_MODE: z.enum(['test', 'live']).default('test'),
      /** Password of admin@stoa.test, set when the database is first filled. */
      STOA_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').default(DEFAULT_ADMIN_PASSWORD),
    })
    .superRefine((value, context) => {
      if (value.NODE_ENV === 'production' && value.STOA_ADMIN_PASSWORD === DEFAULT_ADMIN_PASSWORD)
        context.addIssue({ code: 'custom', path: ['STOA_ADMIN_PASSWORD'], message: 'must be set in production' });
    }),
);
