/** So many turns at a time. Whoever comes first has the next one, but for those who are urgent. */
export class Turns {
  #free: number;
  readonly #urgent: (() => void)[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** How many wait for theirs. */
  get waiting(): number {
    return this.#urgent.length + this.#waiting.length;
  }

  /** Waits for a turn, which has to be ended. */
  take(urgent: boolean): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => (urgent ? this.#urgent : this.#waiting).push(resolve));
  }

  end(): void {
    const next = this.#urgent.shift() ?? this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
