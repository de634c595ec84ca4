import { entityId } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { endSessions } from './end-sessions.ts';
import { Session } from './session.entity.ts';
import { sessionPolicy } from './session.policy.ts';

/** Ends one of one's sessions from another one: a phone that was lost, a browser at work. Again, it changes nothing. */
export const revokeSession = useCase('identity.revokeSession', z.object({ id: entityId }), async (tx, { id }) => {
  const session = permitted(tx.viewer, await tx.lock(Session, { id }), sessionPolicy.revoke, 'session');
  await endSessions(tx, session.userId, 'REVOKED', { id });
  return true;
});
