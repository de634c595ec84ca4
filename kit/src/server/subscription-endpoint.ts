import type { Server } from 'node:http';
import { type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { VerifiedRequest } from '../auth/index.ts';
import { SignatureRefused } from '../auth/index.ts';
import { newTraceparent } from '../observability/index.ts';
import type { Domain } from '../subgraph/domain.ts';
import { CallerRefused } from './refusals.ts';
import type { SignatureGate } from './signature-gate.ts';

/** What a subscription is run with: its text, and who the connection's signature says is asking. */
interface Asked {
  readonly payload: SubscribePayload;
  readonly verified: VerifiedRequest;
}

export interface SubscriptionOptions {
  readonly server: Server;
  readonly domain: Domain;
  readonly gate: SignatureGate;
  readonly maxMessageBytes: number;
}

/** Serves subscriptions at `/graphql` by graphql-transport-ws. Answers how to end them all. */
export function serveSubscriptions({ server, domain, gate, maxMessageBytes }: SubscriptionOptions): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: maxMessageBytes });
  const admitted = new WeakMap<object, VerifiedRequest>();
  const running = useServer<Record<string, unknown>, Record<PropertyKey, unknown>>(
    {
      schema: domain.built.schema,
      onConnect: ({ connectionParams, extra }) => {
        try {
          admitted.set(extra, gate.admitConnection(connectionParams));
          return true;
        } catch (error) {
          if (!(error instanceof SignatureRefused || error instanceof CallerRefused)) throw error;
          domain.log.warn({ reason: error.message }, 'a connection for subscriptions was refused');
          return false;
        }
      },
      onSubscribe: ({ extra }, _id, payload) => argumentsOf(domain, { payload, verified: admitted.get(extra)! }),
      subscribe: (args) => {
        const { payload, verified } = (args as ExecutionArgs).contextValue as Asked;
        const { query, variables, operationName } = payload;
        return domain.subscribe({ query, variables, operationName }, { viewer: verified.viewer, traceparent: newTraceparent() }) as never;
      },
    },
    sockets,
  );
  return async () => {
    await running.dispose();
    sockets.close();
  };
}

/** Only subscriptions: what changes something comes by POST, where its nonce is kept. */
function argumentsOf(domain: Domain, asked: Asked): ExecutionArgs | GraphQLError[] {
  const document = domain.graph.documents.parse(asked.payload.query);
  if (document instanceof GraphQLError) return [document];
  if (getOperationAST(document, asked.payload.operationName)?.operation === 'subscription')
    return { schema: domain.built.schema, document, operationName: asked.payload.operationName, contextValue: asked };
  return [new GraphQLError('Only subscriptions are answered here', { extensions: { code: 'BAD_REQUEST' } })];
}
