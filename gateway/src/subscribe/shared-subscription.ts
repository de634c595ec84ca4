import { setImmediate as breathe } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { WrittenResult } from '../execute/execute-operation.ts';
import { LiveResult, type Subscriber } from './subscriber.ts';

/** So many results, and for so long after the first, are kept for those who come a little later. */
const MAX_PAST_RESULTS = 32;
const JOINABLE_MS = 1_000;

/** After so many receivers others get their turn. */
const RECEIVERS_AT_ONCE = 500;

/** One subscription upstream and all who receive its results. */
export class SharedSubscription {
  readonly #results: AsyncIterableIterator<WrittenResult>;
  readonly #subscribers = new Set<Subscriber>();
  readonly #onDelivered: () => void;
  #past: LiveResult[] = [];
  #joinable: NodeJS.Timeout | undefined;
  #onClosed: (() => void) | undefined;

  /** `onClosed` is called once, when nobody may join any more, `onDelivered` for each result and receiver. */
  constructor(results: AsyncIterableIterator<WrittenResult>, onClosed: () => void, onDelivered: () => void = () => undefined) {
    this.#results = results;
    this.#onClosed = onClosed;
    this.#onDelivered = onDelivered;
  }

  /** The subscriber first gets all that it would have got, had it been here from the beginning. Answers how to leave. */
  join(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    for (const result of this.#past) subscriber.next(result);
    return () => {
      this.#subscribers.delete(subscriber);
      if (this.#subscribers.size > 0) return;
      this.close();
      void this.#results.return?.();
    };
  }

  /** Lets nobody in any more. */
  close(): void {
    clearTimeout(this.#joinable);
    this.#past = [];
    this.#onClosed?.();
    this.#onClosed = undefined;
  }

  get receivers(): number {
    return this.#subscribers.size;
  }

  get subscribers(): readonly Subscriber[] {
    return [...this.#subscribers];
  }

  /** Delivers until upstream ends or nobody is left. */
  async run(): Promise<void> {
    let error: GraphQLError | undefined;
    try {
      for await (const { body } of this.#results) {
        const result = new LiveResult(body);
        this.#keep(result);
        await this.#deliver(result);
      }
    } catch (thrown) {
      if (!(thrown instanceof GraphQLError)) throw thrown;
      error = thrown;
    } finally {
      this.close();
      for (const subscriber of [...this.#subscribers]) subscriber.end(error);
    }
  }

  #keep(result: LiveResult): void {
    if (!this.#onClosed) return;
    if (this.#past.length >= MAX_PAST_RESULTS) return this.close();
    this.#joinable ??= setTimeout(() => this.close(), JOINABLE_MS).unref();
    this.#past.push(result);
  }

  async #deliver(result: LiveResult): Promise<void> {
    // Who joins while this goes on has been given the result already.
    const receivers = [...this.#subscribers];
    for (const [index, receiver] of receivers.entries()) {
      if (this.#subscribers.has(receiver)) {
        receiver.next(result);
        this.#onDelivered();
      }
      if (index % RECEIVERS_AT_ONCE === RECEIVERS_AT_ONCE - 1) await breathe();
    }
  }
}
