import { DomainError } from '../errors/index.ts';

/** Lets a few pieces of heavy work run at once and a bounded number wait; beyond that the answer is RATE_LIMITED, at once. */
export class BoundedQueue {
  #running = 0;
  #waiting: Array<() => void> = [];

  constructor(
    private readonly concurrency: number,
    private readonly maxWaiting: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.concurrency) {
      if (this.#waiting.length >= this.maxWaiting)
        throw new DomainError('RATE_LIMITED', 'Too much at once; try again soon', { retryAfter: 2 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      // A waiting piece takes over this one's place, so the count changes only when nobody waits.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
