import { serviceUnavailable } from '../gateway-error.ts';
import { SubgraphUnavailable } from '../transport/subgraph-transport.ts';
import { Failure } from './failure.ts';
import type { SubgraphError } from './place-failures.ts';
import type { RequestScope } from './request-scope.ts';

/** Codes that speak of the gateway's own call, not of what the client asked. */
const INTERNAL_CODES: ReadonlySet<unknown> = new Set([
  undefined,
  'INTERNAL_SERVER_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
]);

const MASKED_MESSAGE = 'Internal server error';

/** What the client will see of a subgraph's error: codes made for clients pass, the rest is masked in production. */
export function failureFromError(service: string, error: SubgraphError, scope: RequestScope): Failure {
  const { masked, log } = scope.environment;
  const { stacktrace: _, exception: __, ...extensions } = { ...error.extensions };
  if (!INTERNAL_CODES.has(extensions['code'])) return new Failure(error.message, { service, ...extensions });
  log.error({ service, traceId: scope.traceId, subgraphError: error }, 'a subgraph answered with an unforeseen error');
  const internal = { code: 'INTERNAL_SERVER_ERROR', service, traceId: scope.traceId };
  return masked ? new Failure(MASKED_MESSAGE, internal) : new Failure(error.message, { ...extensions, ...internal });
}

/** What the client will see when nothing usable came from a subgraph. */
export function failureFromThrown(service: string, thrown: unknown, scope: RequestScope): Failure {
  const reason = thrown instanceof SubgraphUnavailable ? thrown.reason : 'unforeseen';
  if (reason !== 'aborted') {
    scope.environment.log.warn({ service, reason, traceId: scope.traceId, err: thrown }, 'a subgraph is not available');
  }
  const { message, extensions } = serviceUnavailable(service);
  return new Failure(message, extensions);
}
