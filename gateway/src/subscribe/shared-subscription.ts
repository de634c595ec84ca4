import { setImmediate as breathe } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { WrittenResult } from '../execute/execute-operation.ts';
import { LiveResult, type Subscriber } from './subscriber.ts';

/** So many results, and for so long after the first, are kept for those who come a little later. */
const MAX_PAST_RESULTS = 32;
const JOINABLE_MS = 1_000;

/** After so many receivers others get their turn. */
const RECEIVERS_AT_ONCE = 500;

/** Nothing more is taken from upstream while so many results wait to be delivered. */
const MAX_WAITING_RESULTS = 64;

/**
 * One subscription upstream and all who receive its results. What comes while a result is on its way to many is delivered together after
 * that, by one write for each receiver: so the more there is to deliver, the less each delivery costs.
 */
export class SharedSubscription {
  readonly #results: AsyncIterableIterator<WrittenResult>;
  /** Each with the number of results that it has been given, or that came before it. */
  readonly #subscribers = new Map<Subscriber, number>();
  #came = 0;
  #waiting: LiveResult[] = [];
  #isDelivering = false;
  /** Resolves when the delivery that was begun last has ended. */
  #delivered = Promise.resolve();
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
    this.#subscribers.set(subscriber, this.#came);
    if (this.#past.length > 0) subscriber.next(this.#past);
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
    return [...this.#subscribers.keys()];
  }

  /** Delivers until upstream ends or nobody is left. */
  async run(): Promise<void> {
    let error: GraphQLError | undefined;
    try {
      for await (const { body } of this.#results) {
        const result = new LiveResult(body);
        this.#came++;
        this.#keep(result);
        this.#waiting.push(result);
        if (!this.#isDelivering) this.#delivered = this.#deliver();
        if (this.#waiting.length >= MAX_WAITING_RESULTS) await this.#delivered;
      }
    } catch (thrown) {
      if (!(thrown instanceof GraphQLError)) throw thrown;
      error = thrown;
    } finally {
      await this.#delivered;
      this.close();
      for (const subscriber of this.subscribers) subscriber.end(error);
    }
  }

  #keep(result: LiveResult): void {
    if (!this.#onClosed) return;
    if (this.#past.length >= MAX_PAST_RESULTS) return this.close();
    this.#joinable ??= setTimeout(() => this.close(), JOINABLE_MS).unref();
    this.#past.push(result);
  }

  async #deliver(): Promise<void> {
    this.#isDelivering = true;
    while (this.#waiting.length > 0) {
      const results = this.#waiting.splice(0);
      const first = this.#came - results.length;
      for (const [index, receiver] of this.subscribers.entries()) {
        this.#give(receiver, results, first);
        if (index % RECEIVERS_AT_ONCE === RECEIVERS_AT_ONCE - 1) await breathe();
      }
    }
    this.#isDelivering = false;
  }

  /** Who joined meanwhile has been given some of them already, and who has left gets nothing. */
  #give(receiver: Subscriber, results: readonly LiveResult[], first: number): void {
    const given = this.#subscribers.get(receiver);
    if (given === undefined) return;
    const left = given > first ? results.slice(given - first) : results;
    if (left.length === 0) return;
    receiver.next(left);
    for (const _ of left) this.#onDelivered();
  }
}
