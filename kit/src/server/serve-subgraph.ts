import type { AddressInfo } from 'node:net';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { type Keyring, SignatureRefused } from '../auth/index.ts';
import { DomainError } from '../errors/index.ts';
import { type Logger, traceIdOf, withoutQuery } from '../observability/index.ts';
import type { Domain } from '../subgraph/domain.ts';
import { RequestReplayed } from '../subgraph/used-nonce.ts';
import { registerCommands } from './command-endpoint.ts';
import { registerGraph } from './graph-endpoint.ts';
import { BadRequest, CallerRefused, refuse } from './refusals.ts';
import { registerRoutes } from './route-endpoint.ts';
import { SignatureGate } from './signature-gate.ts';
import { serveSubscriptions } from './subscription-endpoint.ts';
import { createServerFor, type TlsFiles } from './tls-server.ts';

const MAX_BODY_BYTES = 2 * 1024 * 1024;

export interface ServeOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly keyring: Keyring;
  readonly log: Logger;
  /** Without it what is said can be read on the way: signatures only keep it from being changed. */
  readonly tls?: TlsFiles | undefined;
  /** 'ok' or what is wrong, for each thing that the subgraph needs. */
  readonly ready?: () => Promise<Record<string, string>>;
}

export interface ServedSubgraph {
  /** Without a path: `/graphql`, `/commands` and `/routes` are below it. */
  readonly url: string;
  readonly port: number;
  /** Ends subscriptions, finishes the requests under way, and stops listening. */
  close(): Promise<void>;
}

/** Opens a domain's four ways in on a port: graph, subscriptions, commands and routes, all of them by signature only. */
export async function serveSubgraph(domain: Domain, options: ServeOptions): Promise<ServedSubgraph> {
  const { host, port, keyring, log, tls } = options;
  const gate = new SignatureGate(domain.name, keyring);
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    serverFactory: (listener) =>
      createServerFor(tls, listener, { onError: (err) => log.error({ err }, 'a renewed certificate cannot be read') }),
  });
  answerErrors(server, log);
  registerHealth(server, options.ready);
  // As bytes, whatever the type: the signature covers them, and so do those of webhooks.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('preHandler', async (request) => {
    if (!request.routeOptions.config.isOpen) gate.admit(request);
  });
  const apollo = await registerGraph(server, domain, gate);
  registerCommands(server, domain, gate);
  registerRoutes(server, domain, gate);
  const endSubscriptions = serveSubscriptions({ server: server.server, domain, gate, maxMessageBytes: MAX_BODY_BYTES });
  const close = async (): Promise<void> => {
    await endSubscriptions();
    await server.close();
    await apollo.stop();
  };
  try {
    await server.listen({ host, port });
  } catch (error) {
    await close();
    throw error;
  }
  const { port: taken } = server.server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    close: () => (closed ??= close()),
  };
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered to anybody, without a signature. */
    isOpen?: boolean;
  }
}

/** `/healthz`: this process answers. `/readyz`: what it needs works. Neither tells more than that. */
function registerHealth(server: FastifyInstance, ready: ServeOptions['ready']): void {
  const config = { isOpen: true };
  server.get('/healthz', { config }, async () => ({ status: 'ok' }));
  server.get('/readyz', { config }, async (_request, reply) => {
    const parts = await (ready?.() ?? Promise.resolve({})).catch(() => ({ check: 'the check itself failed' }));
    const isReady = Object.values(parts).every((state) => state === 'ok');
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'not ready', parts });
  });
}

function answerErrors(server: FastifyInstance, log: Logger): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof SignatureRefused) {
      log.warn(
        { reason: error.reason, path: withoutQuery(request.url), service: request.headers['x-service-id'] },
        'a request was refused',
      );
      return refuse(reply, 401, 'UNAUTHENTICATED', error.message, { reason: error.reason });
    }
    if (error instanceof RequestReplayed) return refuse(reply, 401, 'UNAUTHENTICATED', error.message, { reason: 'replayed' });
    if (error instanceof CallerRefused) return refuse(reply, 403, 'FORBIDDEN', error.message);
    if (error instanceof BadRequest) return refuse(reply, 400, 'BAD_REQUEST', error.message);
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return refuse(reply, 404, error.code, error.message);
    const status = error.statusCode ?? 500;
    if (status < 500) return refuse(reply, status, 'BAD_REQUEST', error.message);
    const traceId = traceIdOf(String(request.headers.traceparent ?? ''));
    log.error({ err: error, path: withoutQuery(request.url), traceId }, 'a request failed');
    return refuse(reply, 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side', { traceId });
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'NOT_FOUND', 'Not found'));
}
