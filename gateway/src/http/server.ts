import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { withoutQuery } from '@stoa/kit/observability';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { gatewayError } from '../gateway-error.ts';
import type { Log } from '../log.ts';
import type { AllowOrigin } from './cors.ts';

export interface HttpServerOptions {
  readonly maxBodyBytes: number;
  readonly log: Log;
  /** Answers at `path` instead of any route. */
  readonly endpoint: { readonly path: string; serve(request: IncomingMessage, response: ServerResponse): void };
  readonly allowOrigin: AllowOrigin | undefined;
}

/** Longer than proxies keep a connection, lest one sends a request into its closing. */
const KEEP_ALIVE_MS = 72_000;

const isAt = (url: string, path: string): boolean => url.startsWith(path) && (url.length === path.length || url[path.length] === '?');

/** A server that says what goes wrong before a handler runs in GraphQL's form. */
export function createHttpServer({ maxBodyBytes, log, endpoint, allowOrigin }: HttpServerOptions): FastifyInstance {
  // Connections that clients opened ahead of a request that never came. Node counts them as busy, so that a close would wait for them.
  const silent = new Set<Socket>();
  const server = fastify({
    bodyLimit: maxBodyBytes,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    serverFactory: (handle) =>
      createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
        silent.delete(request.socket);
        if (isAt(request.url!, endpoint.path)) endpoint.serve(request, response);
        else handle(request, response);
      }),
  });
  server.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.addHook('preClose', async () => {
    for (const socket of silent) socket.destroy();
  });
  if (allowOrigin) server.addHook('onRequest', async (request, reply) => allowOrigin(request.raw, reply.raw));
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413)
      return reply.code(413).send({ errors: [gatewayError('OPERATION_TOO_LARGE', `The body has more than ${maxBodyBytes} bytes`)] });
    if (status === 415) return reply.code(415).send({ errors: [gatewayError('BAD_REQUEST', 'The content type must be application/json')] });
    if (status < 500) return reply.code(status).send({ errors: [gatewayError('BAD_REQUEST', error.message)] });
    log.error({ err: error, path: withoutQuery(request.url) }, 'a request failed unforeseen');
    return reply.code(500).send({ errors: [gatewayError('INTERNAL_SERVER_ERROR', 'Internal server error')] });
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ errors: [{ message: 'Not found', extensions: { code: 'NOT_FOUND' } }] }),
  );
  return server;
}
