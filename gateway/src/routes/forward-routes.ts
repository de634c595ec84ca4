import { anonymous } from '@stoa/kit/auth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Authenticate } from '../authenticate.ts';
import type { ExecutionEnvironment } from '../execute/request-scope.ts';
import { RequestTrace } from '../figures/request-trace.ts';
import { RETRY_AFTER_SECONDS, serviceUnavailable } from '../gateway-error.ts';
import type { ForwardedResponse } from '../transport/subgraph-transport.ts';
import type { EdgeRoute } from './edge-route.ts';
import { forwardableHeaders } from './forwardable-headers.ts';

export interface ForwardRoutesOptions {
  readonly routes: readonly EdgeRoute[];
  readonly environment: ExecutionEnvironment;
  readonly authenticate: Authenticate;
  readonly timeoutMs: number;
}

/** Forwards each route, body untouched, because a webhook's signature covers its very bytes. */
export function registerRoutes(server: FastifyInstance, options: ForwardRoutesOptions): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const route of options.routes) {
      if (route.internal) continue;
      scope.route({ method: route.method, url: route.path, handler: (request, reply) => forward(route, request, reply, options) });
    }
  });
}

async function forward(
  route: EdgeRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ForwardRoutesOptions,
): Promise<FastifyReply> {
  const { log, transports } = options.environment;
  const controller = new AbortController();
  const trace = new RequestTrace(request.headers);
  trace.forwards(route.path);
  const timer = setTimeout(() => controller.abort(), options.timeoutMs);
  try {
    const { viewer } = route.authenticate ? await options.authenticate(request.headers.authorization) : { viewer: anonymous };
    const transport = transports.get(route.service);
    if (!transport) throw new Error(`no transport for ${route.service}`);
    const response = await transport.forward(
      {
        method: request.method,
        path: `/routes${request.raw.url}`,
        headers: forwardableHeaders(request.headers, route.forwardAuthorization ?? false),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      },
      {
        viewer,
        deadlineAtMs: Date.now() + options.timeoutMs,
        traceparent: trace.traceparent,
        signal: controller.signal,
      },
    );
    trace.end(response.status >= 500 ? 'failed' : undefined);
    return send(reply, response);
  } catch (err) {
    trace.end('failed');
    if (err instanceof GraphQLError) return reply.code(err.extensions['code'] === 'AUTH_001' ? 401 : 503).send({ errors: [err] });
    log.warn({ err, service: route.service, path: route.path }, 'a route could not be forwarded');
    return reply
      .code(503)
      .header('retry-after', String(RETRY_AFTER_SECONDS))
      .send({ errors: [serviceUnavailable(route.service)] });
  } finally {
    clearTimeout(timer);
  }
}

function send(reply: FastifyReply, { status, headers, body }: ForwardedResponse): FastifyReply {
  for (const [name, value] of Object.entries(forwardableHeaders(headers, false))) reply.header(name, value);
  return reply.code(status).send(body);
}
