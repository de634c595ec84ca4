import type { Dispatcher } from 'undici';
import type { Replica } from './replicas.ts';
import { SubgraphUnavailable } from './subgraph-transport.ts';

export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: string | Buffer | undefined;
  readonly signal: AbortSignal | undefined;
  readonly maxResponseBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

/** The connection could not be made: nothing was sent, so another replica may be asked, whatever the request is. */
export class NotConnected extends SubgraphUnavailable {}

/** The connection broke before the first byte of an answer: a read may be sent again. */
export class LostBeforeAnswer extends SubgraphUnavailable {}

const CONNECT_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** One request and its whole answer. */
export async function exchange(replica: Replica, call: HttpCall): Promise<HttpAnswer> {
  let response: Dispatcher.ResponseData;
  try {
    response = await replica.pool.request({
      method: call.method as Dispatcher.HttpMethod,
      path: call.path,
      headers: call.headers,
      body: call.body,
      signal: call.signal,
      // The caller's deadline ends the call; without one, nobody should wait for ever either.
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
  } catch (error) {
    throw unavailable(error, call.signal, true);
  }
  try {
    const body = await readWhole(response.body, call.maxResponseBytes);
    return { status: response.statusCode, headers: definedOnly(response.headers), body };
  } catch (error) {
    throw unavailable(error, call.signal, false);
  }
}

async function readWhole(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > maxBytes) throw new SubgraphUnavailable('too-large', `more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}

function unavailable(error: unknown, signal: AbortSignal | undefined, beforeAnswer: boolean): SubgraphUnavailable {
  if (error instanceof SubgraphUnavailable) return error;
  if (signal?.aborted) return new SubgraphUnavailable('aborted', 'the request is over', { cause: error });
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const detail = `${String(code ?? '')} ${error instanceof Error ? error.message : String(error)}`.trim();
  if (CONNECT_CODES.has(code) || isRefusedByAll(error)) return new NotConnected('refused', detail, { cause: error });
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return new SubgraphUnavailable('timeout', detail, { cause: error });
  return beforeAnswer ? new LostBeforeAnswer('lost', detail, { cause: error }) : new SubgraphUnavailable('lost', detail, { cause: error });
}

/** Node tries every address of a name, `::1` and `127.0.0.1` say, and reports their refusals together. */
function isRefusedByAll(error: unknown): boolean {
  return (
    error instanceof AggregateError &&
    error.errors.every((inner: unknown) => typeof inner === 'object' && inner !== null && 'code' in inner && CONNECT_CODES.has(inner.code))
  );
}

function definedOnly(headers: Record<string, string | string[] | undefined>): Record<string, string | string[]> {
  const defined: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) defined[name] = value;
  return defined;
}
