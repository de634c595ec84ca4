import type { IncomingHttpHeaders } from 'node:http';
import { beginRootSpan, beginSpan, isTracing, type Span, unrecorded } from '@stoa/kit/observability';
import { isTraceParent, traceParent } from '../http/trace-parent.ts';
import type { PreparedOperation } from '../plan/prepare-operation.ts';

const SERVICE = 'gateway';

/** The trace that a client's request is a part of, and the span of the request where it is recorded. */
export class RequestTrace {
  readonly #span: Span | undefined;
  /** For whatever is done on behalf of the request, in W3C's form. */
  readonly traceparent: string;

  constructor(headers: IncomingHttpHeaders) {
    const given = traceParent(headers.traceparent);
    const isNew = !isTraceParent(headers.traceparent);
    this.#span = beginRootSpan(given, isNew, { service: SERVICE, name: 'request', kind: 'server' });
    // What is not recorded here is not recorded further on either.
    this.traceparent = this.#span?.traceparent ?? (isTracing() ? unrecorded(given) : given);
  }

  /** What was asked for, without the variables: these may hold what nobody else should see. */
  asks({ operation }: PreparedOperation, client: string | undefined): void {
    if (!this.#span) return;
    const operationName = operation.name?.value;
    this.#span.rename(`${operation.operation} ${operationName ?? ''}`.trim());
    this.#span.set({ 'graphql.operation.type': operation.operation, 'graphql.operation.name': operationName, 'stoa.client': client });
  }

  /** What is no graph: the route that answers it, without what stands in its place for a name. */
  forwards(path: string): void {
    this.#span?.rename(`route ${path}`);
  }

  /** Something that is done for the request, at once or later. */
  part<T>(name: string, work: () => T): T {
    const span = this.#span && beginSpan(this.traceparent, { service: SERVICE, name, kind: 'internal' });
    if (!span) return work();
    const done = work();
    if (done instanceof Promise) void done.finally(() => span.end()).catch(() => undefined);
    else span.end();
    return done;
  }

  /** `code` is that of the first error. */
  end(code?: string): void {
    if (code !== undefined) this.#span?.fail(code);
    this.#span?.end();
  }
}
