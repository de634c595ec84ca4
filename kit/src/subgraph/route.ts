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
  /** As on the gateway's origin; one segment may be a `:name`, which takes whatever stands there. */
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
  const segments = path.split('/');
  for (const candidate of routes) {
    const parameter = candidate.method === method ? parameterOf(candidate.path.split('/'), segments) : null;
    if (parameter !== null) return { route: candidate, parameter };
  }
  return null;
}

/** What the named segment holds, nothing where none is named; null where the path is another one. */
function parameterOf(pattern: readonly string[], segments: readonly string[]): string | null {
  if (pattern.length !== segments.length) return null;
  const named = pattern.findIndex((segment) => segment.startsWith(':'));
  if (pattern.some((segment, index) => index !== named && segment !== segments[index])) return null;
  return named === -1 ? '' : decoded(segments[named]!);
}

/** Null for nothing, and for what nobody has encoded. */
function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment) || null;
  } catch {
    return null;
  }
}
