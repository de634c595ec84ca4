import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

/** Services outside that are asked for prices; without an address, what is set here counts. */
export const pricingSettings = settings(
  'pricing settings',
  z.object({ STOA_SHIPPING_RATES_URL: z.url().optional(), STOA_TAX_URL: z.url().optional() }),
);
