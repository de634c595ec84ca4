import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

export const ledgerSettings = settings(
  'ledger settings',
  z.object({
    /** Days after a capture until a seller may be paid, where the buyer has not acknowledged the delivery before. */
    STOA_PAYOUT_HOLD_DAYS: z.coerce.number().int().min(0).max(365).default(14),
    /** The gateway's address as browsers know it: statements are read there. */
    STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
  }),
);
