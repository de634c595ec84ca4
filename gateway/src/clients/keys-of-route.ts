import { anonymous, hashOfApiKey, type KeyMode, modeOfApiKey } from '@stoa/kit/auth';
import type { ExecutionEnvironment } from '../execute/request-scope.ts';
import type { EdgeRoute } from '../routes/edge-route.ts';
import type { FindKeyHolder, KeyHolder } from './partner.ts';

/** The internal route that knows keys. */
export const KEYS_PATH = '/client-keys';

/** The route's answer: POST `{ "hash" }`, and `{ "client": null }` for every key that is not good. */
interface RouteAnswer {
  readonly client: {
    readonly id?: string;
    readonly name: string;
    readonly costPerMinute?: number | null;
    readonly expiresAtMs?: number | null;
  } | null;
}

/** Asks the subgraph that issues keys. It learns the hash alone, and what cannot be a key of this mode is not asked about. */
export function keysOfRoute(route: EdgeRoute, mode: KeyMode, environment: ExecutionEnvironment, timeoutMs: number): FindKeyHolder {
  return async (key) => {
    if (modeOfApiKey(key) !== mode) return null;
    const transport = environment.transports.get(route.service);
    if (!transport) throw new Error(`no transport for ${route.service}`);
    const response = await transport.forward(
      {
        method: 'POST',
        path: `/routes${route.path}`,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ hash: hashOfApiKey(key) })),
      },
      { viewer: anonymous, deadlineAtMs: Date.now() + timeoutMs, signal: AbortSignal.timeout(timeoutMs) },
    );
    if (response.status !== 200) throw new Error(`the route of keys answered with status ${response.status}`);
    return holderFrom(JSON.parse(response.body.toString('utf8')) as RouteAnswer);
  };
}

function holderFrom({ client }: RouteAnswer): KeyHolder | null {
  if (!client) return null;
  const { id, name, costPerMinute, expiresAtMs } = client;
  return {
    name,
    ...(id && { id }),
    ...(costPerMinute && { rate: { cost: costPerMinute, seconds: 60 } }),
    ...(expiresAtMs && { expiresAtMs }),
  };
}
