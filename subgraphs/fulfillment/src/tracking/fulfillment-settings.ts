import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

export const fulfillmentSettings = settings(
  'fulfillment settings',
  z.object({
    /** Signs the tracking webhooks of carriers. Without it they are refused. */
    CARRIER_WEBHOOK_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  }),
);
