import { type EndedSpan, recordSpans, type SpanKind, type Tracing } from './span.ts';

export interface OtlpOptions {
  /** The collector's base address; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** From 0 to 1. */
  readonly ratio?: number;
  readonly onProblem?: (problem: string) => void;
  readonly flushMs?: number;
}

/** So many spans wait at most; what comes on top is dropped, since nobody should pay for a collector that is away. */
const MAX_WAITING = 8_192;
const MAX_IN_BATCH = 512;
const TIMEOUT_MS = 10_000;

const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };
const STATUS_ERROR = 2;

/** Records spans from now on and sends them to a collector, by OpenTelemetry's protocol over HTTP in JSON. */
export function sendSpansTo(options: OtlpOptions): OtlpSender {
  const sender = new OtlpSender(options);
  recordSpans(sender);
  return sender;
}

export class OtlpSender implements Tracing {
  readonly ratio: number;
  readonly #options: OtlpOptions;
  readonly #timer: NodeJS.Timeout;
  #waiting: EndedSpan[] = [];
  #dropped = 0;
  #sending: Promise<void> | undefined;
  #problem: string | undefined;

  constructor(options: OtlpOptions) {
    this.#options = options;
    this.ratio = options.ratio ?? 1;
    this.#timer = setInterval(() => void this.flush(), options.flushMs ?? 1_000).unref();
  }

  take(span: EndedSpan): void {
    if (this.#waiting.length >= MAX_WAITING) this.#dropped++;
    else this.#waiting.push(span);
    if (this.#waiting.length === MAX_IN_BATCH) void this.flush();
  }

  /** Sends what waits. Never rejects: a trace is worth less than what it is about. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async close(): Promise<void> {
    recordSpans(undefined);
    clearInterval(this.#timer);
    await this.#sending;
    await this.flush();
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MAX_IN_BATCH);
      this.#waiting = this.#waiting.slice(MAX_IN_BATCH);
      this.#tell(await this.#send(batch));
      if (this.#problem !== undefined) return;
    }
  }

  /** Undefined when it was taken. */
  async #send(batch: readonly EndedSpan[]): Promise<string | undefined> {
    const { endpoint, headers } = this.#options;
    const body = JSON.stringify(asOtlp(batch));
    const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, signal });
      await response.arrayBuffer();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Once for each thing that goes wrong, not for each batch. */
  #tell(problem: string | undefined): void {
    if (problem !== undefined && problem !== this.#problem) {
      this.#options.onProblem?.(`${problem}; ${this.#dropped} spans were dropped so far for want of room`);
    }
    this.#problem = problem;
  }
}

function asOtlp(spans: readonly EndedSpan[]): object {
  const byService = Map.groupBy(spans, ({ service }) => service);
  return {
    resourceSpans: [...byService].map(([service, ofService]) => ({
      resource: { attributes: attributesOf({ 'service.name': service, 'service.namespace': 'stoa' }) },
      scopeSpans: [{ scope: { name: 'stoa' }, spans: ofService.map(asSpan) }],
    })),
  };
}

function asSpan(span: EndedSpan): object {
  const { traceId, spanId, parentSpanId, name, kind, beganAtMs, endedAtMs, attributes = {}, links = [], error } = span;
  return {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanosecondsOf(beganAtMs),
    endTimeUnixNano: nanosecondsOf(endedAtMs),
    attributes: attributesOf(attributes),
    ...(links.length === 0 ? {} : { links: links.map(asLink) }),
    ...(error === undefined ? {} : { status: { code: STATUS_ERROR, message: error } }),
  };
}

function asLink(traceparent: string): object {
  const [, traceId, spanId] = traceparent.split('-');
  return { traceId, spanId };
}

/** As text, since these are beyond what a double counts exactly. */
const nanosecondsOf = (ms: number): string => (BigInt(Math.round(ms * 1_000)) * 1_000n).toString();

function attributesOf(attributes: NonNullable<EndedSpan['attributes']>): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: anyValue(value) }]));
}

function anyValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
