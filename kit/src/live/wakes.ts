/** Wakes whoever waits for a key, without carrying anything: what changed is read from the database. */
export class Wakes {
  #waiting = new Map<string, Set<() => void>>();

  /** Registers interest in a key until `stop` is called. A wake between two waits is remembered. */
  listen(key: string): { next(): Promise<void>; stop(): void; stopped(): boolean } {
    let pending = false;
    let stopped = false;
    let resolve: (() => void) | undefined;
    const wake = (): void => {
      pending = true;
      resolve?.();
    };
    const listeners = this.#waiting.get(key) ?? new Set();
    listeners.add(wake);
    this.#waiting.set(key, listeners);
    return {
      next: async () => {
        if (!pending && !stopped) await new Promise<void>((done) => (resolve = done));
        pending = false;
        resolve = undefined;
      },
      stopped: () => stopped,
      stop: () => {
        stopped = true;
        listeners.delete(wake);
        if (listeners.size === 0) this.#waiting.delete(key);
        resolve?.();
      },
    };
  }

  wake(key: string): void {
    for (const wake of this.#waiting.get(key) ?? []) wake();
  }

  /** After a gap nobody knows what was missed, so everybody looks. */
  wakeAll(): void {
    for (const listeners of this.#waiting.values()) for (const wake of listeners) wake();
  }

  get size(): number {
    return this.#waiting.size;
  }
}
