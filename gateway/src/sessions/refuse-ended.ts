import type { Authenticate } from '../authenticate.ts';
import { invalidToken } from '../gateway-error.ts';
import type { EndedSessions } from './ended-sessions.ts';

/** Takes no token of a session that has ended, however good the token is. */
export function refuseEnded(authenticate: Authenticate, ended: EndedSessions): Authenticate {
  return async (authorization) => {
    const authenticated = await authenticate(authorization);
    const { sessionId } = authenticated.viewer;
    if (sessionId === null) return authenticated;
    if (await ended.hasEnded(sessionId)) throw invalidToken();
    return { ...authenticated, session: { stillHolds: async () => !(await ended.hasEnded(sessionId)) } };
  };
}
