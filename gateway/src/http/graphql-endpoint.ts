import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Authenticate, Authenticated } from '../authenticate.ts';
import { type ReadyOperation, readResult, resultText } from '../execute/execute-operation.ts';
import { type OperationRequest, readOperationRequest } from '../execute/operation-request.ts';
import { gatewayError } from '../gateway-error.ts';
import { type Graph, isErrors } from '../graph.ts';
import { streamEvents } from '../subscribe/event-stream.ts';
import { sendGraphiql } from './graphiql.ts';
import { negotiate, type ResponseMediaType, wantsPage } from './negotiate.ts';
import { sendResult, sendText } from './respond.ts';
import { traceParent } from './trace-parent.ts';

export interface GraphqlEndpointOptions {
  readonly graph: Graph;
  readonly authenticate: Authenticate;
  readonly graphiql: boolean;
  /** Ends the event streams that are open; aborted when the gateway closes. */
  readonly closing: AbortSignal;
}

/** Serves `/graphql`: queries and mutations by POST, queries by GET, everything by server-sent events. */
export function registerGraphqlEndpoint(server: FastifyInstance, options: GraphqlEndpointOptions): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // As text, because what is wrong with it is to be said in GraphQL's form. Any other content type gets 415, and
    // with it the kinds that a foreign page may send without asking first.
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post('/graphql', (request, reply) => serve(request, reply, options));
    scope.get('/graphql', (request, reply) => serve(request, reply, options));
  });
}

async function serve(request: FastifyRequest, reply: FastifyReply, options: GraphqlEndpointOptions): Promise<FastifyReply> {
  const { accept } = request.headers;
  if (request.method === 'GET' && options.graphiql && wantsPage(accept)) return sendGraphiql(reply);
  const mediaType = negotiate(accept);
  const refuse = (error: GraphQLError, status?: number): FastifyReply =>
    sendResult(reply, { errors: [error] }, mediaType ?? 'application/json', status);
  if (!mediaType) return refuse(gatewayError('BAD_REQUEST', 'None of the media types in Accept can be answered'), 406);
  const operation = readParameters(request);
  if (operation instanceof GraphQLError) return refuse(operation);
  let authenticated: Authenticated;
  try {
    authenticated = await options.authenticate(request.headers.authorization);
  } catch (error) {
    if (error instanceof GraphQLError) return refuse(error);
    throw error;
  }
  const ready = options.graph.ready(operation);
  if (isErrors(ready)) {
    if (mediaType !== 'text/event-stream') return sendResult(reply, { errors: ready }, mediaType);
    return streamEvents(reply, onlyOne({ errors: ready }), undefined, options.closing);
  }
  const kind = ready.prepared.operation.operation;
  if (request.method === 'GET' && kind === 'mutation') {
    reply.header('allow', 'POST');
    return refuse(gatewayError('BAD_REQUEST', 'Mutations are only accepted by POST'), 405);
  }
  if (kind === 'subscription' && mediaType !== 'text/event-stream') {
    return refuse(gatewayError('BAD_REQUEST', 'A subscription needs a WebSocket, or Accept: text/event-stream'));
  }
  return run(request, reply, ready, authenticated, mediaType, options);
}

async function run(
  request: FastifyRequest,
  reply: FastifyReply,
  ready: ReadyOperation,
  { viewer, expiresAtMs }: Authenticated,
  mediaType: ResponseMediaType,
  { graph, closing }: GraphqlEndpointOptions,
): Promise<FastifyReply> {
  const userAgent = request.headers['user-agent']?.slice(0, 300) ?? null;
  const asker = { viewer: { ...viewer, userAgent }, traceparent: traceParent(request.headers.traceparent) };
  if (ready.prepared.operation.operation === 'subscription')
    return streamEvents(reply, graph.subscribe(ready, asker), expiresAtMs, closing);
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const result = await graph.answer(ready, asker, gone.signal);
  if (mediaType === 'text/event-stream') return streamEvents(reply, onlyOne(readResult(result)), undefined, closing);
  return sendText(reply, resultText(result), mediaType, 200);
}

async function* onlyOne<Item>(item: Item): AsyncGenerator<Item, undefined> {
  yield item;
  return undefined;
}

function readParameters(request: FastifyRequest): OperationRequest | GraphQLError {
  if (request.method === 'GET') return readQueryString(request.query as Record<string, unknown>);
  if (typeof request.body !== 'string') return gatewayError('BAD_REQUEST', 'The request has no body');
  const parameters = parseJson(request.body);
  return parameters === undefined ? gatewayError('BAD_REQUEST', 'The body is not valid JSON') : readOperationRequest(parameters);
}

function readQueryString(query: Record<string, unknown>): OperationRequest | GraphQLError {
  const parameters: Record<string, unknown> = { query: query['query'], operationName: query['operationName'] };
  for (const name of ['variables', 'extensions']) {
    const text = query[name];
    if (text === undefined || text === '') continue;
    parameters[name] = typeof text === 'string' ? parseJson(text) : text;
    if (parameters[name] === undefined) return gatewayError('BAD_REQUEST', `"${name}" is not valid JSON`);
  }
  return readOperationRequest(parameters);
}

/** Undefined when the text is no JSON, since no JSON means undefined. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
