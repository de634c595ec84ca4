import type { Viewer } from '@stoa/kit/auth';
import type { Changed } from '../cache/changes.ts';
import type { RequestCache } from '../cache/request-cache.ts';
import type { GatewayFigures } from '../figures/gateway-figures.ts';
import { ObservedCall } from '../figures/observed-call.ts';
import type { ForwardedHeaders } from '../headers/forwarded-headers.ts';
import type { CallReport } from '../http/plan-report.ts';
import type { Log } from '../log.ts';
import { Cancellation, type CancelSignal } from '../transport/cancellation.ts';
import { type SubgraphRequest, type SubgraphResult, type SubgraphTransport, SubgraphUnavailable } from '../transport/subgraph-transport.ts';

/** How each subgraph is reached. */
export type Transports = Pick<ReadonlyMap<string, SubgraphTransport>, 'get'>;

/** What all requests share. */
export interface ExecutionEnvironment {
  readonly transports: Transports;
  readonly log: Log;
  /** In production a client does not see what went wrong inside. */
  readonly masked: boolean;
  /** Without them nothing is counted. */
  readonly figures?: GatewayFigures;
}

/** Who asks, and what ties the request to others. */
export interface Asker {
  readonly viewer: Viewer;
  /** In W3C's form. */
  readonly traceparent: string;
  /** What the client says that its session has changed of late. */
  readonly marker?: string;
  /** Every call is noted here, where somebody wants to know. */
  readonly calls?: CallReport[];
  /** Headers of the client's request that subgraphs are sent. */
  readonly forwarded?: ForwardedHeaders;
}

/** One client's request: who asks, how long anybody waits, and the calls made for it. */
export class RequestScope {
  /** Aborted when nobody waits any more. */
  readonly signal: CancelSignal;
  readonly #cancellation = new Cancellation();
  readonly #timer: NodeJS.Timeout | undefined;
  #rejectWaiting: ((reason: Error) => void) | undefined;
  #ended: Promise<never> | undefined;
  /** What subgraphs said that they have changed for this request. */
  readonly changes: Changed[] = [];

  constructor(
    readonly environment: ExecutionEnvironment,
    readonly viewer: Viewer,
    readonly traceparent: string,
    readonly deadlineAtMs: number | undefined,
    /** What may be taken from earlier answers, and what they may be taken for. */
    readonly cache?: RequestCache,
    readonly asker: Pick<Asker, 'calls' | 'forwarded'> = {},
  ) {
    this.signal = this.#cancellation;
    if (deadlineAtMs === undefined) return;
    this.#timer = setTimeout(() => this.end('timeout'), Math.max(0, deadlineAtMs - Date.now()));
    this.#timer.unref();
  }

  get traceId(): string {
    return this.traceparent.split('-')[1] ?? '';
  }

  /** Stops waiting for every call under way. */
  end(reason: 'timeout' | 'aborted'): void {
    if (this.signal.aborted) return;
    const error = new SubgraphUnavailable(reason, 'the request is over');
    this.#cancellation.abort(error);
    this.#rejectWaiting?.(error);
    clearTimeout(this.#timer);
  }

  /** To be called when the answer is complete. */
  finish(): void {
    clearTimeout(this.#timer);
  }

  /** Calls a subgraph. A transport that ignores the signal is not waited for either. */
  async call(service: string, request: SubgraphRequest): Promise<SubgraphResult> {
    const transport = this.environment.transports.get(service);
    if (!transport) throw new SubgraphUnavailable('refused', `no transport for ${service}`);
    if (this.signal.aborted) throw this.signal.reason;
    const { viewer, deadlineAtMs, signal } = this;
    const { calls, forwarded } = this.asker;
    const observed = new ObservedCall(service, this.traceparent, { figures: this.environment.figures, calls, forwarded });
    const { traceparent, note } = observed;
    const headers = forwarded?.to(service);
    try {
      const answering = transport.execute(request, { viewer, deadlineAtMs, traceparent, signal, note, headers });
      const result = await (transport.endsOnSignal ? answering : Promise.race([answering, (this.#ended ??= this.#endedPromise())]));
      observed.succeeded(result);
      return result;
    } catch (error) {
      observed.failed(error);
      throw error;
    }
  }

  #endedPromise(): Promise<never> {
    const ended = new Promise<never>((_, reject) => (this.#rejectWaiting = reject));
    // Nobody may be waiting when it rejects.
    ended.catch(() => undefined);
    return ended;
  }
}
