import { anonymous } from '@stoa/kit/auth';
import type { ExecutionEnvironment } from '../execute/request-scope.ts';
import type { EdgeRoute } from '../routes/edge-route.ts';
import type { FindEndedSessions } from './ended-sessions.ts';

/** The internal route that knows them: GET `?since=`, and `{ "sessions": [ids], "until" }`. */
export const ENDED_SESSIONS_PATH = '/ended-sessions';

/** Asks the subgraph that opens sessions. */
export function sessionsOfRoute(route: EdgeRoute, environment: ExecutionEnvironment, timeoutMs: number): FindEndedSessions {
  return async (since) => {
    const transport = environment.transports.get(route.service);
    if (!transport) throw new Error(`no transport for ${route.service}`);
    const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
    const response = await transport.forward(
      { method: 'GET', path: `/routes${route.path}${query}`, headers: {}, body: Buffer.alloc(0) },
      { viewer: anonymous, deadlineAtMs: Date.now() + timeoutMs, signal: AbortSignal.timeout(timeoutMs) },
    );
    if (response.status !== 200) throw new Error(`the route of ended sessions answered with status ${response.status}`);
    return JSON.parse(response.body.toString('utf8')) as Awaited<ReturnType<FindEndedSessions>>;
  };
}
