import type { Dispatcher } from 'undici';
import type { CancelSignal } from './cancellation.ts';
import type { Replica } from './replicas.ts';
import { SubgraphUnavailable } from './subgraph-transport.ts';

export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: string | Buffer | undefined;
  readonly signal: CancelSignal | undefined;
  readonly maxResponseBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names and values in turn. */
  readonly rawHeaders: readonly Buffer[];
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
export function exchange(replica: Replica, call: HttpCall): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (call.signal?.aborted) return reject(unavailable(call.signal.reason, call.signal, true));
    const { method, path, headers, body } = call;
    // The caller's deadline ends the call; without one, nobody should wait for ever either.
    const options = { method: method as Dispatcher.HttpMethod, path, headers, body, headersTimeout: 60_000, bodyTimeout: 60_000 };
    replica.pool.dispatch(options, new WholeAnswer(call, resolve, reject));
    return undefined;
  });
}

/** Gathers an answer's parts as they come from the connection, without a stream between. */
class WholeAnswer implements Dispatcher.DispatchHandler {
  readonly #call: HttpCall;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: SubgraphUnavailable) => void;
  readonly #giveUp: (() => void) | undefined;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #rawHeaders: readonly Buffer[] = [];
  #abort: ((error?: Error) => void) | undefined;
  /** Why it was given up here. */
  #reason: SubgraphUnavailable | undefined;

  constructor(call: HttpCall, resolve: (answer: HttpAnswer) => void, reject: (error: SubgraphUnavailable) => void) {
    this.#call = call;
    this.#resolve = resolve;
    this.#reject = reject;
    if (!call.signal) return;
    this.#giveUp = () => this.#end(unavailable(call.signal?.reason, call.signal, false));
    call.signal.addEventListener('abort', this.#giveUp, { once: true });
  }

  onConnect(abort: (error?: Error) => void): void {
    if (this.#reason) abort(this.#reason);
    this.#abort = abort;
  }

  onHeaders(status: number, rawHeaders: Buffer[]): boolean {
    if (status >= 200) {
      this.#status = status;
      this.#rawHeaders = rawHeaders;
    }
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#size += chunk.length;
    if (this.#size > this.#call.maxResponseBytes) {
      this.#end(new SubgraphUnavailable('too-large', `more than ${this.#call.maxResponseBytes} bytes`));
      return false;
    }
    this.#chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.#forget();
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#size);
    this.#resolve({ status: this.#status, rawHeaders: this.#rawHeaders, body });
  }

  onError(error: Error): void {
    this.#forget();
    this.#reject(this.#reason ?? unavailable(error, this.#call.signal, this.#status === 0));
  }

  /** Gives the call up, also one that still waits for a connection. */
  #end(reason: SubgraphUnavailable): void {
    this.#reason = reason;
    this.#forget();
    this.#reject(reason);
    this.#abort?.(reason);
  }

  #forget(): void {
    if (this.#giveUp) this.#call.signal?.removeEventListener('abort', this.#giveUp);
  }
}

function unavailable(error: unknown, signal: CancelSignal | undefined, beforeAnswer: boolean): SubgraphUnavailable {
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

/** Headers as the connection gave them, by name. */
export function headersOf({ rawHeaders }: HttpAnswer): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toString('latin1').toLowerCase();
    const value = rawHeaders[index + 1]!.toString('latin1');
    const known = headers[name];
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return headers;
}

/** One header, looked for when somebody wants to know; undefined where it did not come. */
export function headerOf({ rawHeaders }: HttpAnswer, name: string): string | undefined {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    if (rawHeaders[index]!.length === name.length && rawHeaders[index]!.toString('latin1').toLowerCase() === name)
      return rawHeaders[index + 1]!.toString('latin1');
  return undefined;
}
