import { attempts, settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

export const cartSettings = settings(
  'cart settings',
  z.object({
    NODE_ENV: z.string().default('development'),
    /** `30/600`: checkouts of one buyer, in so many seconds. */
    STOA_CHECKOUT_RATE: attempts.optional(),
  }),
);
