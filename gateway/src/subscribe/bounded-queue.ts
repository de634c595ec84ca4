import { tooSlow } from './ending.ts';

/** Events waiting for one reader. When too many wait, the reader is told so and gets no more. */
export class BoundedQueue<Item> implements AsyncIterableIterator<Item> {
  #waiting: Item[] = [];
  #readers: { resolve(result: IteratorResult<Item>): void; reject(error: unknown): void }[] = [];
  #isEnded = false;
  #error: Error | undefined;
  #stop: (() => void) | undefined;

  constructor(readonly capacity: number) {}

  /** Called once when nothing more is wanted. */
  onStopped(stop: () => void): void {
    if (this.#isEnded) stop();
    else this.#stop = stop;
  }

  push(item: Item): void {
    if (this.#isEnded) return;
    const reader = this.#readers.shift();
    if (reader) return reader.resolve({ value: item, done: false });
    if (this.#waiting.length >= this.capacity) {
      this.#waiting = [];
      return this.fail(tooSlow());
    }
    this.#waiting.push(item);
  }

  end(): void {
    this.fail(undefined);
  }

  /** What waits is still read; then comes the error. */
  fail(error: Error | undefined): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#error = error;
    this.#stop?.();
    for (const reader of this.#readers.splice(0)) this.#settle(reader);
  }

  next(): Promise<IteratorResult<Item>> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length > 0) resolve({ value: this.#waiting.shift()!, done: false });
      else if (this.#isEnded) this.#settle({ resolve, reject });
      else this.#readers.push({ resolve, reject });
    });
  }

  async return(): Promise<IteratorResult<Item>> {
    this.#waiting = [];
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #settle({ resolve, reject }: { resolve(result: IteratorResult<Item>): void; reject(error: unknown): void }): void {
    const error = this.#error;
    this.#error = undefined;
    if (error) reject(error);
    else resolve({ value: undefined, done: true });
  }
}
