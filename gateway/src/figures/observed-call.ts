import { beginSpan, type Span } from '@stoa/kit/observability';
import { type CallNote, type SubgraphResult, SubgraphUnavailable } from '../transport/subgraph-transport.ts';
import type { FetchFigures, GatewayFigures } from './gateway-figures.ts';

/** One call to a subgraph as it is counted, and as a span of the request's trace where that is recorded. */
export class ObservedCall {
  readonly #figures: FetchFigures | undefined;
  readonly #span: Span | undefined;
  readonly #beganAtMs = performance.now();
  /** What the subgraph is told of the trace. */
  readonly traceparent: string;
  readonly note: CallNote | undefined;

  constructor(service: string, traceparent: string, figures: GatewayFigures | undefined) {
    this.#figures = figures?.fetchesOf(service);
    this.#span = beginSpan(traceparent, {
      service: 'gateway',
      name: `fetch ${service}`,
      kind: 'client',
      attributes: { 'stoa.subgraph': service },
    });
    this.traceparent = this.#span?.traceparent ?? traceparent;
    this.note = this.#span && {};
  }

  succeeded({ errors }: SubgraphResult): void {
    this.#figures?.succeeded(this.#beganAtMs, errors !== undefined);
    if (errors) this.#span?.fail('errors');
    this.#endSpan();
  }

  failed(error: unknown): void {
    const reason = error instanceof SubgraphUnavailable ? error.reason : 'failed';
    this.#figures?.failed(this.#beganAtMs, reason);
    this.#span?.fail(reason);
    this.#endSpan();
  }

  #endSpan(): void {
    if (this.note) this.#span?.set({ 'http.response.status_code': this.note.status, 'http.response.body.size': this.note.bytes });
    this.#span?.end();
  }
}
