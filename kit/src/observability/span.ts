import { randomFillSync } from 'node:crypto';

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a span is about. Nothing of it may hold what people wrote. */
export interface SpanStart {
  /** Which part of the house does this. */
  readonly service: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  /** What else it has to do with: spans of other traces, each as a traceparent. */
  readonly links?: readonly string[];
}

/** A span that is over. */
export interface EndedSpan extends SpanStart {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  readonly error: string | undefined;
}

export interface Tracing {
  /** Of all traces that begin here, this part is recorded. */
  readonly ratio: number;
  take(span: EndedSpan): void;
}

let tracing: Tracing | undefined;

/** From now on spans are recorded; undefined ends that. For the process as a whole, since a trace passes through all of it. */
export function recordSpans(by: Tracing | undefined): void {
  tracing = by;
}

export const isTracing = (): boolean => tracing !== undefined;

const SPAN_ID_BYTES = 8;
const random = Buffer.alloc(SPAN_ID_BYTES * 256);
let used = random.length;

function newSpanId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  return random.toString('hex', used, (used += SPAN_ID_BYTES));
}

/** Something that takes time, as a part of a trace. */
export class Span {
  readonly #start: SpanStart;
  readonly #parent: readonly string[];
  readonly #spanId = newSpanId();
  readonly #beganAtMs = now();
  #attributes: Attributes | undefined;
  #error: string | undefined;
  #name: string;
  #isOver = false;

  constructor(start: SpanStart, parent: readonly string[]) {
    this.#start = start;
    this.#name = start.name;
    this.#parent = parent;
  }

  /** For whatever happens on behalf of this span. */
  get traceparent(): string {
    return `00-${this.#parent[1]}-${this.#spanId}-01`;
  }

  rename(name: string): void {
    this.#name = name;
  }

  set(attributes: Attributes): void {
    this.#attributes = { ...this.#attributes, ...attributes };
  }

  /** It did not do what it was for; `code` says why without telling what anybody wrote. */
  fail(code: string): void {
    this.#error = code;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const [, traceId = '', parentSpanId] = this.#parent;
    const attributes = { ...this.#start.attributes, ...this.#attributes };
    const times = { beganAtMs: this.#beganAtMs, endedAtMs: now() };
    tracing?.take({
      ...this.#start,
      name: this.#name,
      attributes,
      ...times,
      traceId,
      spanId: this.#spanId,
      parentSpanId,
      error: this.#error,
    });
  }
}

const now = (): number => performance.timeOrigin + performance.now();

/** Begins a span below `parent`, in W3C's form; undefined where nothing is recorded, or not this trace. */
export function beginSpan(parent: string, start: SpanStart): Span | undefined {
  if (!tracing) return undefined;
  const parts = parent.split('-');
  return parts[3]?.endsWith('1') ? new Span(start, parts) : undefined;
}

/**
 * The span of something that comes from outside. Whether its trace is recorded is decided here, by its id, so that all gateways
 * decide alike; a caller can only ask for less. `isNew`: there is no span outside that it is a part of.
 */
export function beginRootSpan(parent: string, isNew: boolean, start: SpanStart): Span | undefined {
  if (!tracing) return undefined;
  const [version = '', traceId = '', spanId = '', flags = ''] = parent.split('-');
  const isWanted = flags.endsWith('1') && Number.parseInt(traceId.slice(-8), 16) < tracing.ratio * 2 ** 32;
  if (!isWanted) return undefined;
  return new Span(start, isNew ? [version, traceId] : [version, traceId, spanId]);
}

/** The same trace, for a part of it that must not be recorded. */
export const unrecorded = (traceparent: string): string => `${traceparent.slice(0, -2)}00`;
