import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

export const learningSettings = settings(
  'learning settings',
  z.object({
    /** The gateway's address as browsers know it. */
    STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
    /** Where a learning record store takes xAPI statements, without `/statements`; nothing is told to anybody where it is not set. */
    XAPI_ENDPOINT: z.url().optional(),
    XAPI_USERNAME: z.string().default(''),
    XAPI_PASSWORD: z.string().default(''),
  }),
);
