import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError } from '../errors/index.ts';
import { isTransient } from '../events/failure.ts';
import { type Logger, traceIdOf } from '../observability/index.ts';

/** Codes that graphql itself and the server give to requests that never reached a resolver. */
const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_TOO_LARGE',
]);

/** A database that was killed is back after about that. */
const RETRY_AFTER_SECONDS = 5;

/** What a client sees of an error: the domain's own refusals as they are, anything unforeseen masked and logged with its trace id. */
export function formatError(error: GraphQLError, log: Logger, traceparent: string): GraphQLFormattedError {
  const cause = error.originalError;
  const place = { ...(error.path && { path: error.path }), ...(error.locations && { locations: error.locations }) };
  if (cause instanceof DomainError) return { message: cause.message, ...place, extensions: { ...cause.details, code: cause.code } };
  const code = error.extensions?.code;
  if (typeof code === 'string' && REQUEST_CODES.has(code)) return { message: error.message, ...place, extensions: { code } };
  if (!cause || cause instanceof GraphQLError) return { message: error.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  const traceId = traceIdOf(traceparent);
  if (isTransient(cause)) {
    log.warn({ err: cause, path: error.path, traceId }, 'something that a resolver needs is not there just now');
    return {
      message: 'It does not answer just now',
      ...place,
      extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: RETRY_AFTER_SECONDS },
    };
  }
  log.error({ err: cause, path: error.path, traceId }, 'a resolver failed');
  return { message: 'Something went wrong on our side', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', traceId } };
}
