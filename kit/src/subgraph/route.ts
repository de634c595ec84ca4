import type { DomainContext } from '../use-case/context.ts';

/** Plain HTTP that is no graph: webhooks, key sets. The body is raw, since signatures cover bytes. */
export interface RouteRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface RouteResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** As on the gateway's origin; a trailing `/:name` takes one path segment. */
  readonly path: string;
  /** The gateway itself asks it and forwards nobody there. */
  readonly internal?: true;
  handle(context: DomainContext, request: RouteRequest, parameter: string): Promise<RouteResponse>;
}

export const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({ method, path, handle });

/** A route for the gateway alone, which nobody outside can reach. */
export const internalRoute = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  ...route(method, path, handle),
  internal: true,
});

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): RouteResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** The route that answers a path, with what its `:name` segment holds. */
export function matchRoute(routes: readonly Route[], method: string, path: string): { route: Route; parameter: string } | null {
  for (const candidate of routes) {
    if (candidate.method !== method) continue;
    if (candidate.path === path) return { route: candidate, parameter: '' };
    const [prefix, name] = candidate.path.split('/:');
    const rest = path.slice(prefix!.length + 1);
    if (name && path.startsWith(`${prefix}/`) && rest && !rest.includes('/'))
      return { route: candidate, parameter: decodeURIComponent(rest) };
  }
  return null;
}
