import { GraphQLError, type GraphQLErrorExtensions, type GraphQLErrorOptions } from 'graphql';

/** Codes that the gateway itself gives; a subgraph's own codes pass through unchanged. */
export type GatewayCode =
  | 'API_KEY_INVALID'
  | 'AUTH_001'
  | 'BAD_REQUEST'
  | 'BAD_USER_INPUT'
  | 'FORBIDDEN'
  | 'COST_ESTIMATED_TOO_EXPENSIVE'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'INTERNAL_SERVER_ERROR'
  | 'OPERATION_TOO_LARGE'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'QUERY_NOT_IN_SAFE_LIST'
  | 'RATE_LIMITED'
  | 'RECONNECT'
  | 'SERVICE_UNAVAILABLE'
  | 'SUBSCRIBER_TOO_SLOW'
  | 'TOO_MANY_CONNECTIONS'
  | 'TOO_MANY_SUBSCRIPTIONS'
  | 'UNAUTHENTICATED';

/** Seconds a client should wait before it asks again for what a missing service would have answered. */
export const RETRY_AFTER_SECONDS = 30;

/** A GraphQL error with one of the gateway's codes. */
export function gatewayError(
  code: GatewayCode,
  message: string,
  extensions: GraphQLErrorExtensions = {},
  options: Omit<GraphQLErrorOptions, 'extensions'> = {},
): GraphQLError {
  return new GraphQLError(message, { ...options, extensions: { code, ...extensions } });
}

/** The answer for a token that is not, or no longer, good. */
export const invalidToken = (): GraphQLError => gatewayError('AUTH_001', 'Invalid or expired token');

/** The answer for a key that is not, or no longer, good; the same for what never was one. */
export const invalidApiKey = (): GraphQLError => gatewayError('API_KEY_INVALID', 'Invalid, expired or revoked API key');

/** The answer for a subgraph from which nothing usable came. */
export const serviceUnavailable = (service: string): GraphQLError =>
  gatewayError('SERVICE_UNAVAILABLE', `${service} is not available at the moment`, { service, retryAfter: RETRY_AFTER_SECONDS });

/** The same error under another code; used for errors of graphql-js, which come without one. */
export function withCode(error: GraphQLError, code: GatewayCode): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { ...error.extensions, code },
  });
}
