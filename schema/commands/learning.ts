import { command } from '@stoa/kit/contracts';
import { z } from 'zod';

/**
 * Which of these videos somebody may watch: those of lectures of courses that they teach or are enrolled in, and those of preview lectures, which a
 * passer-by, whose id is null, may watch too. The others, and what is no lecture's video, are left out of the answer.
 */
export const mayWatch = command('learning.mayWatch', {
  input: z.object({ userId: z.uuid().nullable(), fileIds: z.array(z.uuid()).max(200) }),
  output: z.object({ fileIds: z.array(z.uuid()) }),
  reads: true,
});
