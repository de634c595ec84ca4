import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a session has changed of late: comes with the answer to a mutation, and goes with what the client asks next. */
export const SESSION_MARKER = 'x-session-marker';

/** Tells a page of an allowed origin that it may read the answer. */
export type AllowOrigin = (request: IncomingMessage, response: ServerResponse) => void;

/** Lets pages of the given origins call the graph. Without any, no page of another origin can read an answer. */
export function allowOrigins(origins: readonly string[]): AllowOrigin | undefined {
  if (origins.length === 0) return undefined;
  const allowed = new Set(origins);
  return ({ headers }, response) => {
    response.setHeader('vary', 'Origin');
    if (!headers.origin || !allowed.has(headers.origin)) return;
    response.setHeader('access-control-allow-origin', headers.origin);
    response.setHeader('access-control-expose-headers', SESSION_MARKER);
  };
}

/** Answers what a browser asks before it sends a page's request. */
export function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers['access-control-request-method'] && response.hasHeader('access-control-allow-origin')) {
    response.setHeader('access-control-allow-methods', 'GET, POST');
    response.setHeader('access-control-allow-headers', `content-type, authorization, x-api-key, traceparent, ${SESSION_MARKER}`);
    response.setHeader('access-control-max-age', '600');
  } else {
    response.setHeader('allow', 'GET, POST');
  }
  response.writeHead(204).end();
}
