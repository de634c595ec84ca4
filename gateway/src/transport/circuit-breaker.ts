export interface CircuitBreakerOptions {
  /** So many failures in a row open the circuit. */
  readonly failuresToOpen: number;
  /** So long nobody is asked; then one call may try. */
  readonly openMs: number;
}

/** `half-open`: one call may try. */
export type CircuitState = 'closed' | 'half-open' | 'open';

export const defaultCircuit: CircuitBreakerOptions = { failuresToOpen: 10, openMs: 3_000 };

/** Stops asking a subgraph that keeps failing, so that requests do not pile up waiting for it. */
export class CircuitBreaker {
  #failures = 0;
  #openUntilMs = 0;

  constructor(
    readonly options: CircuitBreakerOptions,
    readonly now: () => number = Date.now,
  ) {}

  /** Whether a call may be made. Past the open time one call is let through, and its outcome decides. */
  allows(): boolean {
    if (this.#failures < this.options.failuresToOpen) return true;
    if (this.now() < this.#openUntilMs) return false;
    this.#openUntilMs = this.now() + this.options.openMs;
    return true;
  }

  get state(): CircuitState {
    if (this.#failures < this.options.failuresToOpen) return 'closed';
    return this.now() < this.#openUntilMs ? 'open' : 'half-open';
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures++;
    if (this.#failures >= this.options.failuresToOpen) this.#openUntilMs = this.now() + this.options.openMs;
  }
}
