import { signRequest } from '@stoa/kit/auth';
import type { CancelSignal } from './cancellation.ts';
import { CircuitBreaker, type CircuitState, defaultCircuit } from './circuit-breaker.ts';
import { exchange, type HttpAnswer, type HttpCall, headerOf, headersOf, LostBeforeAnswer, NotConnected } from './http-exchange.ts';
import { GATEWAY_NAME, type HttpTransportOptions } from './http-transport-options.ts';
import { type Replica, Replicas } from './replicas.ts';
import {
  type CallContext,
  type ForwardedRequest,
  type ForwardedResponse,
  type SubgraphRequest,
  type SubgraphResult,
  type SubgraphTransport,
  SubgraphUnavailable,
} from './subgraph-transport.ts';
import { WebSocketUpstream } from './websocket-upstream.ts';

const GRAPHQL_HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json;q=0.9' };

/** Reaches a subgraph over HTTP, and over WebSocket for subscriptions. */
export class HttpTransport implements SubgraphTransport {
  readonly endsOnSignal = true;
  readonly #options: HttpTransportOptions;
  readonly #replicas: Replicas;
  readonly #circuit: CircuitBreaker;
  readonly #maxResponseBytes: number;
  readonly #webSockets: WebSocketUpstream;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
    this.#replicas = new Replicas(options.urls, options.connectionsPerReplica ?? 64);
    this.#circuit = new CircuitBreaker(options.circuit ?? defaultCircuit);
    this.#maxResponseBytes = options.maxResponseBytes ?? 32 * 1024 * 1024;
    this.#webSockets = new WebSocketUpstream(options);
  }

  get circuit(): CircuitState {
    return this.#circuit.state;
  }

  async execute(request: SubgraphRequest, context: CallContext): Promise<SubgraphResult> {
    const body = request.body ?? textOf(request);
    const isRead = request.operationKind !== 'mutation';
    const answer = await this.#send({ method: 'POST', path: undefined, headers: GRAPHQL_HEADERS, body, isRead }, context, isGraphqlAnswer);
    if (context.note) Object.assign(context.note, { status: answer.status, bytes: answer.body.length, headers: () => headersOf(answer) });
    return { ...parseResult(answer), cacheControl: () => headerOf(answer, 'cache-control') };
  }

  subscribe(request: SubgraphRequest, context: CallContext): AsyncIterable<SubgraphResult> {
    return this.#webSockets.subscribe(request, context);
  }

  async forward(request: ForwardedRequest, context: CallContext): Promise<ForwardedResponse> {
    const { method, path, headers, body } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    const answer = await this.#send({ method, path, headers: { ...headers }, body, isRead }, context, () => true);
    return { status: answer.status, headers: headersOf(answer), body: answer.body };
  }

  async close(): Promise<void> {
    await this.#webSockets.close();
    await this.#replicas.close();
  }

  async #send(message: Message, context: CallContext, isUsable: (answer: HttpAnswer) => boolean): Promise<HttpAnswer> {
    if (!this.#circuit.allows()) throw new SubgraphUnavailable('circuit-open', this.#options.name);
    try {
      const answer = await this.#tryReplicas(message, context);
      if (!isUsable(answer)) throw notUsable(answer);
      this.#circuit.succeeded();
      return answer;
    } catch (error) {
      // That a client went away says nothing about the subgraph; that it was too slow does.
      const isClientGone = context.signal?.aborted === true && isAbortedByClient(context.signal);
      if (!isClientGone) this.#circuit.failed();
      throw error;
    }
  }

  async #tryReplicas(message: Message, context: CallContext): Promise<HttpAnswer> {
    let lastError: unknown;
    let mayRepeat = message.isRead;
    const order = [...this.#replicas.inOrder()];
    while (order.length > 0) {
      const replica = order.shift()!;
      try {
        return await exchange(replica, this.#call(replica, message, context));
      } catch (error) {
        lastError = error;
        if (error instanceof NotConnected) {
          this.#replicas.avoid(replica);
        } else if (error instanceof LostBeforeAnswer && mayRepeat) {
          // Most likely a kept connection that the other side was just closing: once more, last of all here.
          mayRepeat = false;
          order.push(replica);
        } else {
          throw error;
        }
      }
    }
    throw lastError;
  }

  /** Signed anew for each attempt, since a nonce is good for one. */
  #call(replica: Replica, message: Message, context: CallContext): HttpCall {
    const path = message.path ?? replica.path;
    const { keyring, name } = this.#options;
    const { viewer, deadlineAtMs, traceparent, signal, headers } = context;
    const signature = keyring
      ? signRequest(keyring.signingKey(name), {
          caller: GATEWAY_NAME,
          callee: name,
          method: message.method,
          path,
          body: message.body,
          viewer,
          deadlineAtMs,
        })
      : {};
    return {
      method: message.method,
      path,
      headers: { ...headers, ...message.headers, ...(traceparent ? { traceparent } : {}), ...signature },
      body: message.method === 'GET' || message.method === 'HEAD' ? undefined : message.body,
      signal,
      maxResponseBytes: this.#maxResponseBytes,
    };
  }
}

const textOf = ({ query, variables, operationName }: SubgraphRequest): string => JSON.stringify({ query, variables, operationName });

interface Message {
  readonly method: string;
  /** Undefined: the replica's GraphQL endpoint. */
  readonly path: string | undefined;
  readonly headers: Record<string, string | string[]>;
  readonly body: string | Buffer;
  readonly isRead: boolean;
}

function isAbortedByClient({ reason }: CancelSignal): boolean {
  return !(reason instanceof SubgraphUnavailable && reason.reason === 'timeout');
}

/** A subgraph that does not accept our signature speaks of the gateway, never of the client. */
const isGraphqlAnswer = ({ status }: HttpAnswer): boolean => status !== 401 && status !== 403 && status !== 404;

const notUsable = ({ status }: HttpAnswer): SubgraphUnavailable => new SubgraphUnavailable('unauthorized', `status ${status}`);

function parseResult({ body, status }: HttpAnswer): SubgraphResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new SubgraphUnavailable('garbage', `status ${status}, not JSON`, { cause: error });
  }
  if (!isResult(parsed)) throw new SubgraphUnavailable('garbage', `status ${status}, no GraphQL answer`);
  return parsed;
}

function isResult(value: unknown): value is SubgraphResult {
  if (typeof value !== 'object' || value === null) return false;
  const data = 'data' in value ? value.data : undefined;
  const errors = 'errors' in value ? value.errors : undefined;
  const areErrors =
    errors === undefined ||
    (Array.isArray(errors) && errors.every((error) => typeof error === 'object' && error !== null && typeof error.message === 'string'));
  return areErrors && ((typeof data === 'object' && data !== null && !Array.isArray(data)) || (Array.isArray(errors) && errors.length > 0));
}
