import { command } from '@stoa/kit/contracts';
import { z } from 'zod';

/** A seller's product images that something shows from now on. Any that is not theirs, or not ready, is BAD_USER_INPUT. */
export const claimImages = command('media.claimImages', {
  input: z.object({ sellerId: z.uuid(), fileIds: z.array(z.string()).max(20) }),
  output: z.object({
    images: z.array(z.object({ fileId: z.uuid(), url: z.url(), width: z.int().nullable(), height: z.int().nullable() })),
  }),
  absolute: true,
});

/** Which of these digital products have a file. Unknown ids are left out of the answer. */
export const describeDownloads = command('media.describeDownloads', {
  input: z.object({ productIds: z.array(z.uuid()).max(200) }),
  output: z.object({ productIds: z.array(z.uuid()) }),
  reads: true,
});
