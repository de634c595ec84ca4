import { LruMap } from '../lru-map.ts';

/** So much cost in so many seconds; all of it may be used at once. */
export interface Rate {
  readonly cost: number;
  readonly seconds: number;
}

/** How an account stands. */
export interface Standing {
  /** What may still be used now; negative after an operation that cost more than was left. */
  readonly left: number;
  /** Seconds until all of it may be used again. */
  readonly fullAfter: number;
  /** Seconds until anything may be used again; zero where that is now. */
  readonly retryAfter: number;
}

interface Bucket {
  left: number;
  atMs: number;
}

/**
 * A token bucket for each key. Whoever has anything left may use more than that, and then waits for longer: so an operation
 * need not fit into a bucket, and one look tells whether it may run. Buckets that were used longest ago are forgotten, that
 * is, full again, once there are too many.
 */
export class TokenBuckets {
  readonly #buckets: LruMap<string, Bucket>;
  readonly #perMs: number;

  constructor(
    readonly rate: Rate,
    readonly nowMs: () => number = Date.now,
    capacity = 50_000,
  ) {
    this.#buckets = new LruMap(capacity);
    this.#perMs = rate.cost / (rate.seconds * 1_000);
  }

  look(key: string): Standing {
    const bucket = this.#buckets.get(key);
    const left = bucket ? this.#leftIn(bucket) : this.rate.cost;
    return {
      left,
      fullAfter: this.#secondsFor(this.rate.cost - left),
      retryAfter: left > 0 ? 0 : Math.max(1, this.#secondsFor(-left)),
    };
  }

  take(key: string, cost: number): void {
    const bucket = this.#buckets.get(key);
    if (!bucket) return this.#buckets.set(key, { left: this.rate.cost - cost, atMs: this.nowMs() });
    bucket.left = this.#leftIn(bucket) - cost;
    bucket.atMs = this.nowMs();
  }

  #leftIn({ left, atMs }: Bucket): number {
    return Math.min(this.rate.cost, left + Math.max(0, this.nowMs() - atMs) * this.#perMs);
  }

  #secondsFor(cost: number): number {
    return Math.ceil(cost / this.#perMs / 1_000);
  }
}
