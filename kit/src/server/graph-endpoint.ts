import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { formatError } from '../graphql/format-error.ts';
import { withChanges } from '../graphql/index.ts';
import { currentTraceparent, newTraceparent, runSpan } from '../observability/index.ts';
import type { Domain } from '../subgraph/domain.ts';
import type { RequestContext } from '../subgraph/domain-context.ts';
import { RequestReplayed } from '../subgraph/used-nonce.ts';
import { parseJson } from './parse-json.ts';
import { refuse } from './refusals.ts';
import type { SignatureGate } from './signature-gate.ts';

/** Serves the domain's schema at `POST /graphql` by Apollo Server, with the errors that the in-process way answers. */
export async function registerGraph(server: FastifyInstance, domain: Domain, gate: SignatureGate): Promise<ApolloServer<RequestContext>> {
  const apollo = new ApolloServer<RequestContext>({
    schema: domain.built.schema,
    // Only the gateway gets here, and it needs `_service` as much as any other field.
    introspection: true,
    csrfPrevention: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: domain.log,
    formatError: (formatted, error) => {
      const whole = error instanceof GraphQLError ? error : asGraphqlError(formatted.message, error);
      const answered = formatError(whole, domain.log, currentTraceparent() ?? newTraceparent());
      domain.figures.refused('graph', String(answered.extensions?.['code']));
      return answered;
    },
    plugins: [
      replaysAreUnauthorized,
      changesAreTold,
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();
  const handle = fastifyApolloHandler(apollo, {
    context: async (request) => {
      const asked = gate.contextOf(request);
      const traceparent = currentTraceparent() ?? asked.traceparent;
      return domain.context({ ...asked, traceparent, userAgent: request.headers['user-agent'] ?? null });
    },
  });
  server.post('/graphql', (request, reply) => {
    request.body = parseJson(request.body);
    const tooLarge = refusalOf(domain, request.body);
    if (tooLarge) return refuse(reply, 400, 'OPERATION_TOO_LARGE', tooLarge.message);
    const { operationName } = (request.body ?? {}) as { operationName?: unknown };
    const name = typeof operationName === 'string' ? `graph ${operationName}` : 'graph';
    return runSpan(gate.contextOf(request).traceparent, { service: domain.name, name, kind: 'server' }, async () =>
      handle.call(server, request, reply),
    );
  });
  return apollo;
}

/** What cannot be read is Apollo Server's to refuse; what is too large is not let that far. */
function refusalOf({ graph: { documents } }: Domain, body: unknown): GraphQLError | undefined {
  const { query, variables } = (body ?? {}) as { query?: unknown; variables?: unknown };
  const document = typeof query === 'string' ? documents.parse(query) : undefined;
  const error = document instanceof GraphQLError ? document : documents.refusedVariables(variables);
  return error?.extensions['code'] === 'OPERATION_TOO_LARGE' ? error : undefined;
}

/** The nonce is found used only inside the transaction, when GraphQL has long begun to answer. */
const replaysAreUnauthorized: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ errors, response }) => {
      if (errors?.some(({ originalError }) => originalError instanceof RequestReplayed)) response.http.status = 401;
    },
  }),
};

const changesAreTold: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ contextValue, response: { body } }) => {
      if (body.kind === 'single') body.singleResult = withChanges(body.singleResult, contextValue);
    },
  }),
};

const asGraphqlError = (message: string, error: unknown): GraphQLError =>
  new GraphQLError(message, { originalError: error instanceof Error ? error : new Error(String(error)) });
