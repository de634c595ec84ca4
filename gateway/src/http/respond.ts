import type { ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { OperationResult } from '../execute/execute-operation.ts';
import type { ResponseMediaType } from './negotiate.ts';

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  API_KEY_INVALID: 401,
  AUTH_001: 401,
  SERVICE_UNAVAILABLE: 503,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  QUERY_NOT_IN_SAFE_LIST: 403,
};

/** These are wrong whatever the client accepts: the request was no GraphQL request, or one that is not looked at. */
const ALWAYS_AN_ERROR: ReadonlySet<unknown> = new Set([
  'API_KEY_INVALID',
  'BAD_REQUEST',
  'COST_ESTIMATED_TOO_EXPENSIVE',
  'OPERATION_TOO_LARGE',
  'QUERY_NOT_IN_SAFE_LIST',
  'RATE_LIMITED',
]);

/**
 * The status of a response that has no data. GraphQL over HTTP gives older clients, which accept application/json,
 * 200 for every GraphQL response, since they may take a 4xx for the answer of something in between.
 */
export function statusOf(errors: readonly GraphQLError[], mediaType: ResponseMediaType): number {
  const code = errors[0]?.extensions['code'];
  if (mediaType === 'application/json' && !ALWAYS_AN_ERROR.has(code)) return 200;
  return STATUS_BY_CODE[String(code)] ?? 400;
}

/** Sends a whole response; SSE has its own way. */
export function sendResult(response: ServerResponse, result: OperationResult, mediaType: ResponseMediaType, status?: number): void {
  const code = status ?? ('data' in result ? 200 : statusOf(result.errors ?? [], mediaType));
  sendBody(response, JSON.stringify(result), mediaType, code);
}

/** Sends a response that is JSON already. */
export function sendBody(response: ServerResponse, body: string | Buffer, mediaType: ResponseMediaType, status: number): void {
  const type = mediaType === 'text/event-stream' ? 'application/json' : mediaType;
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
