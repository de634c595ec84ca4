/** A misfortune that a test has ordered. */
export interface Fault {
  /**
   * `lose-reply`: the work is done, the connection is cut before the answer. `lose-request`: the connection is cut
   * before the work. `answer-error`: nothing is done, the answer is an error. `delay-reply`: the work is done, the answer
   * comes late.
   */
  kind: 'lose-reply' | 'lose-request' | 'answer-error' | 'delay-reply';
  /** How many requests it still befalls. */
  times: number;
  /** Only requests with this method. */
  method?: string;
  /** Only requests whose path begins so. */
  path?: string;
  /** The status of an `answer-error`. */
  status: number;
  /** Whether the idempotency key brings back an `answer-error`, as it does at Stripe when a 500 comes late. */
  remember: boolean;
  delayMs: number;
}

const KINDS: readonly string[] = ['lose-reply', 'lose-request', 'answer-error', 'delay-reply'];

/** The misfortunes in wait, oldest first. */
export class Faults {
  #waiting: Fault[] = [];

  get waiting(): readonly Fault[] {
    return this.#waiting;
  }

  add(fault: Fault): void {
    this.#waiting.push(fault);
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Takes the first misfortune that befalls this request. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.#waiting.find((candidate) => (candidate.method ?? method) === method && path.startsWith(candidate.path ?? ''));
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
    return fault;
  }
}

/** Reads an ordered misfortune, or says in a sentence why it makes no sense. */
export function readFault(order: Record<string, unknown>): Fault | string {
  const { kind, times = 1, method, path, status = 500, remember = false, delayMs = 1000, ...others } = order;
  const [unknown] = Object.keys(others);
  if (unknown) return `A fault has no '${unknown}'.`;
  if (typeof kind !== 'string' || !KINDS.includes(kind)) return `'kind' is one of ${KINDS.join(', ')}.`;
  if (!isWhole(times, 1, 1_000_000)) return "'times' is a whole number of at least 1.";
  if (method !== undefined && typeof method !== 'string') return "'method' is a text.";
  if (path !== undefined && typeof path !== 'string') return "'path' is a text.";
  if (!isWhole(status, 400, 599)) return "'status' is between 400 and 599.";
  if (typeof remember !== 'boolean') return "'remember' is true or false.";
  if (!isWhole(delayMs, 0, 600_000)) return "'delayMs' is between 0 and 600000.";
  return { kind: kind as Fault['kind'], times, method: method?.toUpperCase(), path, status, remember, delayMs };
}

function isWhole(value: unknown, low: number, high: number): value is number {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}
