import type { IncomingMessage, ServerResponse } from 'node:http';
import { withoutQuery } from '@stoa/kit/observability';
import { GraphQLError } from 'graphql';
import type { Authenticated } from '../authenticate.ts';
import type { ReadyOperation } from '../execute/execute-operation.ts';
import { type OperationRequest, readOperationRequest } from '../execute/operation-request.ts';
import type { GatewayFigures } from '../figures/gateway-figures.ts';
import type { ObservedRequest } from '../figures/observed-request.ts';
import { gatewayError } from '../gateway-error.ts';
import { type CurrentGraph, type Graph, isErrors } from '../graph.ts';
import { ForwardedHeaders } from '../headers/forwarded-headers.ts';
import type { CheckedRules } from '../headers/header-rules.ts';
import type { Identify } from '../identify.ts';
import type { Log } from '../log.ts';
import type { AddressOf } from '../rates/client-address.ts';
import type { RateLimits } from '../rates/rate-limits.ts';
import { eventStream } from '../subscribe/framings.ts';
import { sendAsStream, streamSubscription } from '../subscribe/http-stream.ts';
import type { LiveClients } from '../subscribe/live-clients.ts';
import { Cancellation } from '../transport/cancellation.ts';
import { sendCacheable } from './cacheable.ts';
import { clientName } from './client-name.ts';
import { type AllowOrigin, answerPreflight, SESSION_MARKER } from './cors.ts';
import { costReport, withExtensions } from './cost-report.ts';
import { sendGraphiql } from './graphiql.ts';
import { negotiate, negotiateStream, type ResponseMediaType, takesParts, wantsPage } from './negotiate.ts';
import { type CallReport, planReport, timingReport, wantsPlan } from './plan-report.ts';
import { readBody } from './read-body.ts';
import { sendBody, sendResult } from './respond.ts';
import { sendParts } from './send-parts.ts';
import { viewerFor } from './viewer-for.ts';

export const GRAPHQL_PATH = '/graphql';

export interface GraphqlEndpointOptions {
  readonly graphs: CurrentGraph;
  readonly identify: Identify;
  readonly graphiql: boolean;
  readonly rates: RateLimits | undefined;
  readonly addressOf: AddressOf;
  readonly maxBodyBytes: number;
  readonly allowOrigin: AllowOrigin | undefined;
  readonly log: Log;
  /** Those who follow subscriptions. */
  readonly clients: LiveClients;
  readonly figures: GatewayFigures;
  /** Whether clients are shown how their operations are planned. */
  readonly queryPlans: boolean;
  /** Which headers pass. */
  readonly headerRules: CheckedRules | undefined;
}

/** Says no before anything ran. */
class Refused extends Error {
  constructor(
    readonly errors: readonly GraphQLError[],
    readonly status?: number,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super('refused');
  }
}

/** One request at `/graphql` and how it is answered. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly mediaType: ResponseMediaType;
  readonly options: GraphqlEndpointOptions;
  readonly observed: ObservedRequest;
}

/**
 * Serves `/graphql`: queries and mutations by POST, queries by GET, everything by server-sent events, subscriptions by
 * multipart too, which is also how what is deferred comes later.
 * It stands on Node's own server, since a framework's routing, hooks and replies would cost more than a small query.
 */
export function graphqlEndpoint(options: GraphqlEndpointOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (options.clients.isDraining) response.setHeader('connection', 'close');
    options.allowOrigin?.(request, response);
    const { accept } = request.headers;
    if (request.method === 'OPTIONS') return answerPreflight(request, response);
    if (request.method === 'GET' && options.graphiql && wantsPage(accept)) return sendGraphiql(response);
    // What may be kept says so itself.
    if (request.method === 'GET') response.setHeader('cache-control', 'no-store');
    const mediaType = negotiate(accept);
    const exchange: Exchange = {
      request,
      response,
      mediaType: mediaType ?? 'application/json',
      options,
      observed: options.figures.request(request.headers),
    };
    if (!mediaType) return refuse(exchange, notAcceptable());
    serve(exchange).catch((error: unknown) => refuse(exchange, error));
  };
}

const notAcceptable = (): Refused => new Refused([gatewayError('BAD_REQUEST', 'None of the media types in Accept can be answered')], 406);

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, mediaType, options } = exchange;
  const read = await readParameters(request, options.maxBodyBytes, clientName(request.headers));
  const inParts = mediaType !== 'text/event-stream' && takesParts(request.headers.accept) && !wantsPlan(request);
  const operation = inParts ? { ...read, takesParts: true } : read;
  exchange.observed.claim(operation.client);
  const authenticating = options.identify(request.headers);
  const authenticated = await (options.rates?.authenticated(request, authenticating) ?? authenticating);
  exchange.observed.prove(authenticated.partner?.name);
  // The request ends on the graph that it began on.
  const graph = options.graphs.current;
  const prepare = () => exchange.observed.prepare(() => graph.ready(operation, authenticated));
  const account = options.rates?.accountOf(request, authenticated);
  const ready = await (account ? account.ready(prepare) : prepare());
  account?.announce(response);
  if (isErrors(ready)) {
    if (mediaType !== 'text/event-stream') throw new Refused(ready);
    exchange.observed.refused(ready[0]);
    return sendAsStream(response, eventStream, JSON.stringify({ errors: ready }));
  }
  const kind = ready.prepared.operation.operation;
  if (request.method === 'GET' && kind === 'mutation') {
    throw new Refused([gatewayError('BAD_REQUEST', 'Mutations are only accepted by POST')], 405, { allow: 'POST' });
  }
  return kind === 'subscription' ? follow(exchange, graph, ready, authenticated) : run(exchange, graph, ready, authenticated);
}

function follow(
  { request, response, options: { clients, addressOf }, observed }: Exchange,
  graph: Graph,
  ready: ReadyOperation,
  authenticated: Authenticated,
): void {
  const framing = negotiateStream(request.headers.accept);
  if (!framing) {
    const streams = 'Accept: text/event-stream or multipart/mixed;subscriptionSpec=1.0';
    throw new Refused([gatewayError('BAD_REQUEST', `A subscription needs a WebSocket, or ${streams}`)]);
  }
  const asker = { viewer: authenticated.viewer, traceparent: observed.traceparent };
  observed.answered(ready.prepared, []);
  streamSubscription(response, framing, { graph, clients }, ready, { asker, authenticated, address: addressOf(request) });
}

async function run(
  { request, response, mediaType, options, observed }: Exchange,
  graph: Graph,
  ready: ReadyOperation,
  { viewer, partner }: Authenticated,
): Promise<void> {
  const marker = request.headers[SESSION_MARKER] as string | undefined;
  const { traceparent } = observed;
  const calls: CallReport[] | undefined = wantsPlan(request) ? [] : undefined;
  if (calls && !options.queryPlans) throw new Refused([gatewayError('FORBIDDEN', 'Query plans are not shown here')], 403);
  const forwarded = options.headerRules && new ForwardedHeaders(options.headerRules, request.headers);
  const asker = { viewer: viewerFor(ready, viewer, request, options.addressOf), traceparent, marker, calls, forwarded };
  const gone = new Cancellation();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  if (ready.variant.deferrals) return observed.answered(ready.prepared, await sendParts(response, graph.answerInParts(ready, asker, gone)));
  const result = await graph.answer(ready, asker, gone);
  observed.answered(ready.prepared, result.errors);
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  if (result.marker !== undefined) response.setHeader(SESSION_MARKER, result.marker);
  if (mediaType === 'text/event-stream') return sendAsStream(response, eventStream, result.body);
  if (ready.reportsCost || calls) {
    const cost = ready.reportsCost ? costReport(ready, result) : undefined;
    const queryPlan = calls && { ...planReport(ready), timing: timingReport(calls) };
    return sendBody(response, withExtensions(result, { cost, queryPlan }), mediaType, 200);
  }
  const isPrivate = viewer.kind !== 'anonymous' || partner !== undefined;
  if (request.method === 'GET' && ready.isStored) return sendCacheable(request, response, { result, isPrivate, mediaType });
  return sendBody(response, result.body, mediaType, 200);
}

function refuse({ response, request, mediaType, options, observed }: Exchange, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  observed.refused(error instanceof Refused ? error.errors[0] : error);
  if (error instanceof Refused) {
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
    return sendResult(response, { errors: error.errors }, mediaType, error.status);
  }
  if (error instanceof GraphQLError && error.extensions['retryAfter'] && !response.hasHeader('retry-after'))
    response.setHeader('retry-after', String(error.extensions['retryAfter']));
  if (error instanceof GraphQLError) return sendResult(response, { errors: [error] }, mediaType);
  options.log.error({ err: error, path: withoutQuery(request.url ?? '') }, 'a request failed unforeseen');
  return sendResult(response, { errors: [gatewayError('INTERNAL_SERVER_ERROR', 'Internal server error')] }, mediaType, 500);
}

async function readParameters(request: IncomingMessage, maxBodyBytes: number, client: string | undefined): Promise<OperationRequest> {
  const operation = request.method === 'GET' ? readQueryString(request.url ?? '', client) : await readPosted(request, maxBodyBytes, client);
  if (operation instanceof GraphQLError) throw operation;
  return operation;
}

async function readPosted(
  request: IncomingMessage,
  maxBodyBytes: number,
  client: string | undefined,
): Promise<OperationRequest | GraphQLError> {
  if (request.method !== 'POST') {
    throw new Refused([gatewayError('BAD_REQUEST', `${request.method} is not accepted here`)], 405, { allow: 'GET, POST' });
  }
  // Any other content type is refused, and with it the kinds that a foreign page may send without asking first.
  if (!/^application\/json(\s*;|\s*$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Refused([gatewayError('BAD_REQUEST', 'The content type must be application/json')], 415);
  }
  const body = await readBody(request, maxBodyBytes);
  if (body === undefined) {
    const error = gatewayError('OPERATION_TOO_LARGE', `The body has more than ${maxBodyBytes} bytes`);
    // What is still on its way is not waited for, so the connection can carry nothing else.
    throw new Refused([error], 413, { connection: 'close' });
  }
  if (body === '') return gatewayError('BAD_REQUEST', 'The request has no body');
  const parameters = parseJson(body);
  return parameters === undefined ? gatewayError('BAD_REQUEST', 'The body is not valid JSON') : readOperationRequest(parameters, client);
}

function readQueryString(url: string, client: string | undefined): OperationRequest | GraphQLError {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1 || url.length));
  const parameters: Record<string, unknown> = {
    query: query.get('query') ?? undefined,
    documentId: query.get('documentId') ?? undefined,
    operationName: query.get('operationName') ?? undefined,
  };
  for (const name of ['variables', 'extensions']) {
    const text = query.get(name);
    if (text === null || text === '') continue;
    parameters[name] = parseJson(text);
    if (parameters[name] === undefined) return gatewayError('BAD_REQUEST', `"${name}" is not valid JSON`);
  }
  return readOperationRequest(parameters, client);
}

/** Undefined when the text is no JSON, since no JSON means undefined. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
