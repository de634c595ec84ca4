import { beginSpan, type Span } from '@stoa/kit/observability';
import type { ForwardedHeaders } from '../headers/forwarded-headers.ts';
import type { CallReport } from '../http/plan-report.ts';
import { type CallNote, type SubgraphResult, SubgraphUnavailable } from '../transport/subgraph-transport.ts';
import type { FetchFigures, GatewayFigures } from './gateway-figures.ts';

/** Who wants to know of a call. */
export interface CallObservers {
  readonly figures: GatewayFigures | undefined;
  readonly calls: CallReport[] | undefined;
  readonly forwarded: ForwardedHeaders | undefined;
}

/** One call to a subgraph as it is counted, and as a span of the request's trace where that is recorded. */
export class ObservedCall {
  readonly #figures: FetchFigures | undefined;
  readonly #span: Span | undefined;
  readonly #service: string;
  readonly #calls: CallReport[] | undefined;
  readonly #forwarded: ForwardedHeaders | undefined;
  readonly #beganAtMs = performance.now();
  /** What the subgraph is told of the trace. */
  readonly traceparent: string;
  readonly note: CallNote | undefined;

  constructor(service: string, traceparent: string, { figures, calls, forwarded }: CallObservers) {
    this.#figures = figures?.fetchesOf(service);
    this.#span = beginSpan(traceparent, {
      service: 'gateway',
      name: `fetch ${service}`,
      kind: 'client',
      attributes: { 'stoa.subgraph': service },
    });
    this.traceparent = this.#span?.traceparent ?? traceparent;
    this.#service = service;
    this.#calls = calls;
    this.#forwarded = forwarded?.wantsAnswers ? forwarded : undefined;
    this.note = this.#span || calls || this.#forwarded ? {} : undefined;
  }

  succeeded({ errors }: SubgraphResult): void {
    this.#figures?.succeeded(this.#beganAtMs, errors !== undefined);
    if (errors) this.#span?.fail('errors');
    this.#end(errors ? 'errors' : 'data');
  }

  failed(error: unknown): void {
    const reason = error instanceof SubgraphUnavailable ? error.reason : 'failed';
    this.#figures?.failed(this.#beganAtMs, reason);
    this.#span?.fail(reason);
    this.#end(reason);
  }

  #end(outcome: string): void {
    if (!this.note) return;
    const { status, bytes, headers } = this.note;
    this.#span?.set({ 'http.response.status_code': status, 'http.response.body.size': bytes });
    this.#span?.end();
    if (headers) this.#forwarded?.received(this.#service, headers());
    const tookMs = Math.round((performance.now() - this.#beganAtMs) * 1_000) / 1_000;
    this.#calls?.push({ service: this.#service, beganAtMs: this.#beganAtMs, tookMs, outcome, status, bytes });
  }
}
