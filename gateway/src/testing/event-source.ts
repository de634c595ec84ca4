/** Events that a test sends to whoever listens at the moment. */
export class EventSource<Event> {
  readonly #listeners = new Set<{ push(event: Event): void; end(): void }>();

  get listeners(): number {
    return this.#listeners.size;
  }

  emit(event: Event): void {
    for (const listener of this.#listeners) listener.push(event);
  }

  end(): void {
    for (const listener of [...this.#listeners]) listener.end();
  }

  listen(): AsyncIterableIterator<Event> {
    const waiting: Event[] = [];
    let isEnded = false;
    let wake: () => void = () => undefined;
    const listener = {
      push: (event: Event): void => {
        waiting.push(event);
        wake();
      },
      end: (): void => {
        isEnded = true;
        this.#listeners.delete(listener);
        wake();
      },
    };
    this.#listeners.add(listener);
    return {
      async next() {
        while (waiting.length === 0 && !isEnded) await new Promise<void>((resolve) => (wake = resolve));
        return waiting.length > 0 ? { value: waiting.shift()!, done: false } : { value: undefined, done: true };
      },
      async return() {
        listener.end();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
