import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { beginSpan, type SpanStart } from './span.ts';

/** W3C trace context of the work at hand: `00-<trace id>-<span id>-01`. */
const current = new AsyncLocalStorage<string>();

/** A module-level snapshot: what runs through it sees no caller's async context, and so no caller's transaction. */
const cleanContext = AsyncLocalStorage.snapshot();

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

export const newTraceparent = (): string => `00-${hex(16)}-${hex(8)}-01`;

export const currentTraceparent = (): string | undefined => current.getStore();

export const traceIdOf = (traceparent: string | undefined): string | undefined => traceparent?.split('-')[1];

/** Runs work under a trace, in a clean async context. Nothing of the caller's leaks into it. */
export function runTraced<T>(traceparent: string | null | undefined, work: () => T): T {
  return cleanContext(() => current.run(traceparent ?? newTraceparent(), work));
}

/** Runs work as a span of the trace; what it does in its turn belongs to `traceparent`, which it is given. */
export function runSpan<T>(parent: string | null | undefined, start: SpanStart, work: (traceparent: string) => Promise<T>): Promise<T> {
  const within = parent ?? newTraceparent();
  const span = beginSpan(within, start);
  if (!span) return runTraced(within, () => work(within));
  return runTraced(span.traceparent, () => work(span.traceparent))
    .catch((error: unknown) => {
      span.fail(error instanceof Error ? error.name : 'failed');
      throw error;
    })
    .finally(() => span.end());
}
