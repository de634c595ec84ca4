import { assertActing } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { endSessions } from './end-sessions.ts';

/** Ends this session, or all of one's sessions, which staff who act for somebody may not. */
export const logOut = useCase('identity.logOut', z.object({ everywhere: z.boolean() }), async (tx, { everywhere }) => {
  const { userId, sessionId } = tx.viewer;
  if (everywhere) assertActing(tx.viewer);
  // A token of an outside issuer is of no session of ours; it ends where it was issued.
  if (everywhere || sessionId) await endSessions(tx, userId!, 'LOGGED_OUT', everywhere ? {} : { id: sessionId! });
  return true;
});
