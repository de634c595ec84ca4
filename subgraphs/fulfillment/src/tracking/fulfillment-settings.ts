import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

export const fulfillmentSettings = settings(
  'fulfillment settings',
  z.object({
    /** Days after a delivery in which its buyer may ask to give it back. */
    STOA_RETURN_DAYS: z.coerce.number().int().min(0).max(3_650).default(30),
    /** Signs the tracking webhooks of carriers. Without it they are refused. */
    CARRIER_WEBHOOK_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  }),
);
