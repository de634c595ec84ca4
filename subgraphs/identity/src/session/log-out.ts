import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { endSessions } from './end-sessions.ts';

/** Ends this session, or all of one's sessions. */
export const logOut = useCase('identity.logOut', z.object({ everywhere: z.boolean() }), async (tx, { everywhere }) => {
  await endSessions(tx, tx.viewer.userId!, 'LOGGED_OUT', everywhere ? {} : { id: tx.viewer.sessionId ?? '' });
  return true;
});
