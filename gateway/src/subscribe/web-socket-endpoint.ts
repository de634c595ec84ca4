import type { Server } from 'node:http';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Authenticate, Authenticated } from '../authenticate.ts';
import type { ReadyOperation } from '../execute/execute-operation.ts';
import { readOperationRequest } from '../execute/operation-request.ts';
import { gatewayError } from '../gateway-error.ts';
import { type Graph, isErrors } from '../graph.ts';
import { clientName } from '../http/client-name.ts';
import { traceParent } from '../http/trace-parent.ts';

const FORBIDDEN = 4403;
const TRY_AGAIN_LATER = 1013;

/** setTimeout fires at once beyond this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface WebSocketEndpointOptions {
  readonly server: Server;
  readonly path: string;
  readonly graph: Graph;
  readonly authenticate: Authenticate;
  readonly maxMessageBytes: number;
  readonly maxSubscriptionsPerConnection: number;
}

interface Connection extends Record<PropertyKey, unknown> {
  authenticated?: Authenticated;
  expiry?: NodeJS.Timeout;
  gone?: AbortController;
}

/** The operation's place in graphql-js's arguments, from where `execute` and `subscribe` take it again. */
interface OperationContext {
  readonly ready: ReadyOperation;
  readonly connection: Extra & Connection;
}

/** Serves graphql-transport-ws. The viewer is whoever `connection_init` proves to be, until that token expires. */
export function serveWebSockets(options: WebSocketEndpointOptions): { close(): Promise<void> } {
  const { server, path, graph, maxMessageBytes } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] !== path) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  });
  const ending = useServer<{ authorization?: unknown }, Connection>(
    {
      onConnect: ({ connectionParams, extra }) => connect(connectionParams?.authorization, extra, options),
      onSubscribe: (context, _id, payload) => {
        if (Object.keys(context.subscriptions).length > options.maxSubscriptionsPerConnection) {
          return [
            gatewayError('RATE_LIMITED', `At most ${options.maxSubscriptionsPerConnection} operations per connection`, { retryAfter: 1 }),
          ];
        }
        return prepare(graph, payload, context.extra);
      },
      execute: (args) => {
        const { ready, connection } = operationContext(args);
        return graph.execute(ready, asker(connection), connection.gone?.signal);
      },
      subscribe: (args) => {
        const { ready, connection } = operationContext(args);
        return graph.subscribe(ready, asker(connection));
      },
      onClose: ({ extra }) => {
        clearTimeout(extra.expiry);
        extra.gone?.abort();
      },
      // What a client may see of an error is decided by us, in every environment alike.
      isProd: true,
    },
    sockets,
  );
  return { close: async () => ending.dispose() };
}

async function connect(authorization: unknown, connection: Extra & Connection, options: WebSocketEndpointOptions): Promise<boolean> {
  if (authorization !== undefined && typeof authorization !== 'string') return false;
  try {
    connection.authenticated = await options.authenticate(authorization);
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions['code'] === 'AUTH_001') return false;
    connection.socket.close(TRY_AGAIN_LATER, 'Try again later');
    return true;
  }
  connection.gone = new AbortController();
  const { expiresAtMs } = connection.authenticated;
  if (expiresAtMs !== undefined) {
    const leftMs = Math.min(Math.max(0, expiresAtMs - Date.now()), MAX_TIMER_MS);
    connection.expiry = setTimeout(() => connection.socket.close(FORBIDDEN, 'Token expired'), leftMs);
    connection.expiry.unref();
  }
  return true;
}

async function prepare(graph: Graph, payload: unknown, connection: Extra & Connection): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const operation = readOperationRequest(payload, clientName(connection.request.headers));
  if (operation instanceof GraphQLError) return [operation];
  const ready = await graph.ready(operation, connection.authenticated);
  if (isErrors(ready)) return ready;
  const contextValue: OperationContext = { ready, connection };
  return {
    schema: graph.supergraph.apiSchema,
    document: ready.prepared.document,
    operationName: operation.operationName,
    contextValue,
  };
}

const operationContext = (args: ExecutionArgs): OperationContext => args.contextValue as OperationContext;

const asker = ({ authenticated, request }: Extra & Connection): { viewer: Authenticated['viewer']; traceparent: string } => ({
  viewer: authenticated!.viewer,
  traceparent: traceParent(request.headers.traceparent),
});
