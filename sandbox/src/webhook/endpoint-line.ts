import type { Letter, RetryDelays } from './webhook-endpoint.ts';

/** What came of one attempt: an answer with its status, or no answer at all. */
export type AttemptResult = { status: number } | { unreachable: string };

/** One letter waiting in a line, with what happened to it so far. */
export interface Delivery extends Letter {
  state: 'pending' | 'held' | 'delivered' | 'dropped';
  attempts: number;
  lastResult?: AttemptResult;
  /** A deliberate second copy; it is not remembered over a restart. */
  copy: boolean;
  /** Travels alone, so that it arrives in its turn; others share the way and may overtake each other. */
  inTurn?: boolean;
}

const IN_FLIGHT_LIMIT = 8;

/**
 * The queue before one endpoint. An answer other than 2xx sets only that letter back, since others may fare better; no
 * answer at all rests the whole line, since an endpoint that is down is down for all, and one knock at a time is enough.
 */
export class EndpointLine {
  readonly #attempt: (delivery: Delivery) => Promise<AttemptResult>;
  readonly #arrived: (delivery: Delivery) => void;
  readonly #retry: RetryDelays;
  readonly #ready: Delivery[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #inFlight = 0;
  #missesInARow = 0;
  #aloneOnTheWay = false;
  #resting = false;
  #closed = false;

  constructor(attempt: (delivery: Delivery) => Promise<AttemptResult>, arrived: (delivery: Delivery) => void, retry: RetryDelays) {
    this.#attempt = attempt;
    this.#arrived = arrived;
    this.#retry = retry;
  }

  push(delivery: Delivery, delayMs = 0): void {
    if (delayMs > 0) {
      this.#later(delayMs, () => this.push(delivery));
      return;
    }
    this.#ready.push(delivery);
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #pump(): void {
    const limit = this.#missesInARow > 0 ? 1 : IN_FLIGHT_LIMIT;
    while (!this.#closed && !this.#resting && this.#inFlight < limit) {
      const delivery = this.#ready[0];
      if (!delivery || this.#mustWait(delivery)) return;
      this.#ready.shift();
      this.#inFlight += 1;
      this.#aloneOnTheWay = delivery.inTurn === true;
      void this.#send(delivery);
    }
  }

  #mustWait(delivery: Delivery): boolean {
    return this.#inFlight > 0 && (this.#aloneOnTheWay || delivery.inTurn === true);
  }

  async #send(delivery: Delivery): Promise<void> {
    delivery.attempts += 1;
    const result = await this.#attempt(delivery);
    delivery.lastResult = result;
    this.#inFlight -= 1;
    if (this.#closed) return;
    if ('unreachable' in result) this.#rest(delivery);
    else {
      this.#missesInARow = 0;
      if (result.status >= 200 && result.status < 300) this.#arrived(delivery);
      else this.#later(this.#delayMs(delivery.attempts), () => this.push(delivery));
    }
    this.#pump();
  }

  #rest(delivery: Delivery): void {
    this.#ready.unshift(delivery);
    if (this.#resting) return;
    this.#missesInARow += 1;
    this.#resting = true;
    this.#later(this.#delayMs(this.#missesInARow), () => {
      this.#resting = false;
      this.#pump();
    });
  }

  #delayMs(attempts: number): number {
    return Math.min(this.#retry.firstDelayMs * 2 ** Math.min(attempts - 1, 30), this.#retry.maxDelayMs);
  }

  #later(delayMs: number, act: () => void): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delayMs);
    this.#timers.add(timer);
  }
}
