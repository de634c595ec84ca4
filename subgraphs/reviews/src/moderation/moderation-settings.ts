import { settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

export const moderationSettings = settings(
  'review moderation settings',
  z.object({
    /** BEFORE: nobody else sees what was written or changed until a moderator has let it through. AFTER: everybody does, and may report it. */
    STOA_REVIEW_MODERATION: z.enum(['AFTER', 'BEFORE']).default('AFTER'),
  }),
);
