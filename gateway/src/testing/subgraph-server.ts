import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

type Resolve = (parent: never, args: never) => unknown;

export type Resolvers = Record<string, Record<string, Resolve | { subscribe: Resolve; resolve?: Resolve }>>;

/** One test subgraph's definition; resolvers are `{ Type: { field(parent, args, context) } }`. */
export interface SubgraphDefinition {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Resolvers;
}

export interface SubgraphCall {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

/** Answers instead of the subgraph; true when it did. */
export type Interceptor = (request: IncomingMessage, response: ServerResponse, body: string) => boolean;

/** A subgraph on real HTTP and WebSocket, which remembers what it was asked. */
export class SubgraphServer {
  readonly calls: SubgraphCall[] = [];
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  readonly connectionParams: unknown[] = [];
  intercept: Interceptor | undefined;
  readonly schema: GraphQLSchema;
  #server: Server | undefined;
  #sockets: WebSocketServer | undefined;
  port = 0;

  constructor(readonly definition: SubgraphDefinition) {
    this.schema = buildSubgraphSchema([{ typeDefs: parse(definition.sdl), resolvers: definition.resolvers as never }]);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#serve(request, response));
    this.port = await listenLow(server);
    this.#server = server;
    this.#sockets = new WebSocketServer({ server, path: '/graphql' });
    useServer(
      {
        schema: this.schema,
        onConnect: ({ connectionParams }) => {
          this.connectionParams.push(connectionParams);
          return true;
        },
      },
      this.#sockets,
    );
    return this;
  }

  /** Breaks the connections of subscriptions, as a crash would. */
  dropConnections(): void {
    for (const client of this.#sockets?.clients ?? []) client.terminate();
  }

  async stop(): Promise<void> {
    this.dropConnections();
    this.#sockets?.close();
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
    this.#server = undefined;
  }

  /** WebSocket connections from the gateway that are open. */
  get openConnections(): number {
    return this.#sockets?.clients.size ?? 0;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    if (this.intercept?.(request, response, body)) return;
    const { query, variables, operationName } = JSON.parse(body) as {
      query: string;
      variables: Record<string, unknown>;
      operationName?: string;
    };
    this.calls.push({ query, variables, headers: request.headers });
    await this.answer(response, query, variables, operationName);
  }

  async answer(response: ServerResponse, query: string, variables: Record<string, unknown>, operationName?: string): Promise<void> {
    const result = await graphql({ schema: this.schema, source: query, variableValues: variables, operationName });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  }
}

/** Listens on a free port below those that the system gives away by itself, which other tests may be handed at any time. */
export async function listenLow(server: Server): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isListening) return (server.address() as AddressInfo).port;
    server.removeAllListeners('error');
  }
  throw new Error('no free port found');
}
