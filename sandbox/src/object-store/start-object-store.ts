import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { listen } from '../http/listen.ts';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import { ObjectBooks } from './object-books.ts';
import { operationFor } from './operation-table.ts';
import { applyLifecycle } from './operations/lifecycle.ts';
import { S3Error } from './s3-error.ts';
import { readRequest } from './s3-request.ts';
import { type StoreCredentials, verifySignature } from './signature.ts';
import { element, xmlDocument } from './xml.ts';

export interface ObjectStoreOptions extends StoreCredentials {
  /** The port to listen on; 0 lets the system choose. */
  readonly port: number;
  /** The address to listen on; only this machine, unless told otherwise. */
  readonly host?: string;
  /** The folder that holds the journal and the bytes. One store at a time. */
  readonly dataDir: string;
  /** The time in milliseconds; the system's clock, unless a test has its own. */
  readonly now?: () => number;
  readonly logger?: SandboxLogger;
}

/** A running object store that speaks S3's protocol, addressed by path. */
export interface ObjectStore {
  readonly url: string;
  readonly port: number;
  /** Does now what the buckets' lifecycle rules say; otherwise once an hour. */
  applyLifecycle(): Promise<void>;
  close(): Promise<void>;
}

const LIFECYCLE_MS = 3_600_000;

/** Starts an object store on what is in its data folder. */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const { port, host = '127.0.0.1', dataDir, now = Date.now, logger } = options;
  const books = await ObjectBooks.open(dataDir, now);
  const app = fastify({ forceCloseConnections: true });
  // Bodies are read by the operation, as a stream, when the signature has been verified.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  app.addHook('onRequest', async (_request, reply) => {
    // A browser uploads and downloads by signed addresses, from whatever origin the shop has.
    reply.headers({
      // Clients correct their own clock by it.
      date: new Date(now()).toUTCString(),
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, PUT',
      'access-control-allow-headers': '*',
      'access-control-expose-headers': 'etag, content-length, content-range',
    });
  });
  app.options('/*', (_request, reply) => reply.code(204).send());
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
    url: '/*',
    exposeHeadRoute: false,
    handler: (request, reply) => answer(request, reply, books, options, now),
  });
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply, logger));

  const lifecycle = setInterval(
    () => void applyLifecycle(books).catch((error: unknown) => logger?.warn({ err: error }, 'The lifecycle rules were not applied.')),
    LIFECYCLE_MS,
  ).unref();
  const close = async (): Promise<void> => {
    clearInterval(lifecycle);
    await app.close();
    await books.close();
  };
  try {
    const address = await listen(app, { host, port });
    logger?.info({ url: address.url }, 'The object store listens');
    return { ...address, applyLifecycle: () => applyLifecycle(books), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const errorXml = ({ code, message }: S3Error, resource: string): string =>
  xmlDocument(element('Error', element('Code', code), element('Message', message), element('Resource', resource)));

async function answer(
  raw: FastifyRequest,
  reply: FastifyReply,
  books: ObjectBooks,
  credentials: StoreCredentials,
  now: () => number,
): Promise<FastifyReply> {
  const request = readRequest(raw);
  const { payloadHash } = verifySignature(request, credentials, now());
  const { status, headers = {}, body } = await operationFor(request)({ ...request, payloadHash, books });
  return reply.code(status).headers(headers).send(body);
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: SandboxLogger | undefined): FastifyReply {
  if (!(error instanceof S3Error)) logger?.warn({ err: error, url: request.url }, 'The object store failed.');
  const known = error instanceof S3Error ? error : new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.');
  // What is left of a refused body must not be read as the next request.
  if (!request.raw.complete) reply.header('connection', 'close');
  const [resource = ''] = request.url.split('?');
  return reply
    .code(known.status)
    .type('application/xml')
    .send(request.method === 'HEAD' ? undefined : errorXml(known, resource));
}
