import type { Viewer } from '@stoa/kit/auth';
import type { SubgraphError } from '../execute/place-failures.ts';
import type { CancelSignal } from './cancellation.ts';
import type { CircuitState } from './circuit-breaker.ts';

export interface SubgraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  /** A mutation is sent once and never again, whatever happened to it. */
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /** The request as JSON, where it is known without putting the variables together first. */
  readonly body?: string;
}

/** What a subgraph must know about the request that a call belongs to. */
export interface CallContext {
  readonly viewer: Viewer;
  /** Unix milliseconds after which nobody waits for the answer. */
  readonly deadlineAtMs?: number;
  readonly traceparent?: string;
  /** Aborted when the client is gone or the deadline has passed. */
  readonly signal?: CancelSignal;
  /** Filled in by a transport that knows such things, where somebody wants to know them. */
  readonly note?: CallNote;
  /** What rules let through of the client's headers. A transport without headers leaves them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an answer was like on its way. */
export interface CallNote {
  status?: number;
  bytes?: number;
  headers?: () => Readonly<Record<string, string | string[]>>;
}

/** An answer in GraphQL's form. It belongs to the gateway, which writes into it; an implementation must not keep it. */
export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly SubgraphError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The `Cache-Control` that came with it, which can forbid to keep it. */
  readonly cacheControl?: () => string | undefined;
}

export interface ForwardedRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export interface ForwardedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** How the gateway reaches one subgraph, be it over the network or inside the same process. */
export interface SubgraphTransport {
  /** Whether a call ends by itself as soon as its signal is aborted; where not, nobody waits for its end. */
  readonly endsOnSignal?: boolean;
  /** Rejects with SubgraphUnavailable when no usable answer came; a GraphQL answer with errors is an answer. */
  execute(request: SubgraphRequest, context: CallContext): Promise<SubgraphResult>;
  /** Ending the iteration ends the subscription in the subgraph. */
  subscribe(request: SubgraphRequest, context: CallContext): AsyncIterable<SubgraphResult>;
  /** A plain HTTP request to one of the subgraph's routes. */
  forward(request: ForwardedRequest, context: CallContext): Promise<ForwardedResponse>;
  /** Whether it is called at all at present; undefined where nothing can break. */
  readonly circuit?: CircuitState;
  close?(): Promise<void>;
}

export type UnavailableReason = 'refused' | 'lost' | 'timeout' | 'aborted' | 'garbage' | 'too-large' | 'circuit-open' | 'unauthorized';

/** No usable answer came from a subgraph. */
export class SubgraphUnavailable extends Error {
  constructor(
    readonly reason: UnavailableReason,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}: ${detail}`, options);
  }
}
