import { anonymous, type Viewer } from '@stoa/kit/auth';
import type { ExecutionEnvironment } from '../execute/request-scope.ts';
import type { EdgeRoute } from '../routes/edge-route.ts';
import type { FindAccount } from './outside-issuer.ts';

/** The internal route that knows accounts: POST of what a token says, and `{ "account" }` or `{ "refusal" }`. */
export const ACCOUNTS_PATH = '/outside-accounts';

type RouteAnswer = { readonly account: Pick<Viewer, 'userId' | 'sellerId' | 'accountType' | 'scopes'> } | { readonly refusal: string };

/** Asks the subgraph that has accounts. */
export function accountsOfRoute(route: EdgeRoute, environment: ExecutionEnvironment, timeoutMs: number): FindAccount {
  return async (person) => {
    const transport = environment.transports.get(route.service);
    if (!transport) throw new Error(`no transport for ${route.service}`);
    const response = await transport.forward(
      {
        method: 'POST',
        path: `/routes${route.path}`,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(person)),
      },
      { viewer: anonymous, deadlineAtMs: Date.now() + timeoutMs, signal: AbortSignal.timeout(timeoutMs) },
    );
    if (response.status !== 200) throw new Error(`the route of accounts answered with status ${response.status}`);
    const answer = JSON.parse(response.body.toString('utf8')) as RouteAnswer;
    return 'refusal' in answer ? answer : { viewer: { kind: 'user', sessionId: null, ...answer.account } };
  };
}
