import { signRequest, type Viewer } from '@stoa/kit/auth';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { SubgraphError } from '../execute/place-failures.ts';
import { BoundedQueue } from '../subscribe/bounded-queue.ts';
import { GATEWAY_NAME, type HttpTransportOptions } from './http-transport-options.ts';
import { type CallContext, type SubgraphRequest, type SubgraphResult, SubgraphUnavailable } from './subgraph-transport.ts';

/** So many events may wait for a slow client before its subscription is ended. */
const MAX_WAITING_EVENTS = 1_000;

/** Subscriptions in one subgraph, by graphql-transport-ws; those of one viewer share a connection. */
export class WebSocketUpstream {
  readonly #options: HttpTransportOptions;
  readonly #clients = new Map<string, Client>();
  #next = 0;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
  }

  subscribe(request: SubgraphRequest, context: CallContext): AsyncIterable<SubgraphResult> {
    const { query, variables, operationName } = request;
    const queue = new BoundedQueue<SubgraphResult>(MAX_WAITING_EVENTS);
    const unsubscribe = this.#clientFor(context.viewer).subscribe<Record<string, unknown>>(
      { query, variables: { ...variables }, operationName },
      {
        next: (event) => queue.push({ data: event.data, errors: event.errors as readonly SubgraphError[] | undefined }),
        error: (error) => queue.fail(asFailure(error, queue)),
        complete: () => queue.end(),
      },
    );
    queue.onStopped(unsubscribe);
    return queue;
  }

  async close(): Promise<void> {
    const clients = [...this.#clients.values()];
    this.#clients.clear();
    for (const client of clients) client.terminate();
  }

  /** The viewer is the one signed when the connection begins, so each has its own. */
  #clientFor(viewer: Viewer): Client {
    const key = JSON.stringify(viewer);
    const known = this.#clients.get(key);
    if (known) return known;
    const { urls } = this.#options;
    let hasConnected = false;
    const client: Client = createClient({
      url: () => webSocketUrl(urls[this.#next++ % urls.length]!),
      webSocketImpl: WebSocket,
      lazy: true,
      connectionParams: () => this.#signature(viewer),
      // Another replica may be up; a connection that was open and broke ends its subscriptions instead.
      retryAttempts: urls.length - 1,
      retryWait: async () => undefined,
      shouldRetry: () => !hasConnected,
      on: {
        connected: () => (hasConnected = true),
        closed: () => {
          hasConnected = false;
          if (this.#clients.get(key) === client) this.#clients.delete(key);
        },
      },
    });
    this.#clients.set(key, client);
    return client;
  }

  #signature(viewer: Viewer): Record<string, string> {
    const { keyring, name, urls } = this.#options;
    if (!keyring) return {};
    const path = new URL(urls[0]!).pathname;
    return signRequest(keyring.signingKey(name), { caller: GATEWAY_NAME, callee: name, method: 'GET', path, body: '', viewer });
  }
}

function webSocketUrl(httpUrl: string): string {
  const url = new URL(httpUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Errors of GraphQL come as a list and end the subscription as its last event; anything else is the connection's. */
function asFailure(error: unknown, queue: BoundedQueue<SubgraphResult>): Error | undefined {
  if (Array.isArray(error)) {
    queue.push({ data: null, errors: error as SubgraphError[] });
    return undefined;
  }
  return new SubgraphUnavailable('lost', error instanceof Error ? error.message : 'the upstream connection closed', { cause: error });
}
