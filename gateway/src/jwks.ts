import { anonymous } from '@stoa/kit/auth';
import type { JSONWebKeySet } from 'jose';
import { request } from 'undici';
import type { ExecutionEnvironment } from './execute/request-scope.ts';
import type { EdgeRoute } from './routes/edge-route.ts';

/** Public keys from any URL. */
export function jwksFromUrl(url: string): () => Promise<JSONWebKeySet> {
  return async () => {
    const response = await request(url, { headersTimeout: 5_000, bodyTimeout: 5_000 });
    const body = await response.body.text();
    return readKeys(response.statusCode, body);
  };
}

/** Public keys from the subgraph that answers the route, without a way round through the gateway itself. */
export function jwksFromRoute(route: EdgeRoute, environment: ExecutionEnvironment, timeoutMs: number): () => Promise<JSONWebKeySet> {
  return async () => {
    const transport = environment.transports.get(route.service);
    if (!transport) throw new Error(`no transport for ${route.service}`);
    const response = await transport.forward(
      { method: 'GET', path: `/routes${route.path}`, headers: {}, body: Buffer.alloc(0) },
      { viewer: anonymous, deadlineAtMs: Date.now() + timeoutMs, signal: AbortSignal.timeout(timeoutMs) },
    );
    return readKeys(response.status, response.body.toString('utf8'));
  };
}

function readKeys(status: number, body: string): JSONWebKeySet {
  if (status !== 200) throw new Error(`the key set answered with status ${status}`);
  return JSON.parse(body) as JSONWebKeySet;
}
