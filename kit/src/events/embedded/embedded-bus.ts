import {
  type Bus,
  type DurableConsumer,
  type EventLogger,
  type OutboxToCarry,
  type Relay,
  type Stoppable,
  silentLogger,
  type Watcher,
} from '../bus.ts';
import { EventFigures } from '../event-figures.ts';
import { type Follower, follow } from '../follow.ts';
import type { Chaos } from '../lanes.ts';
import { ReplayRequests } from '../replay-requests.ts';
import { Watchers } from '../watchers.ts';
import { OutboxSource } from './outbox-source.ts';
import { OutboxStream } from './outbox-stream.ts';
import { RotatingConsumer } from './rotating-consumer.ts';
import { seededRandom } from './seeded-random.ts';

export interface EmbeddedBusOptions {
  readonly figures?: EventFigures;
  readonly logger?: EventLogger;
  /** How often an outbox is looked at without being woken. */
  readonly pollMs?: number;
  readonly savePositionMs?: number;
  /** How often a consumer's database is asked whether someone wants a replay. */
  readonly replayPollMs?: number;
  /** For tests: deliveries are delayed, aggregates overtake each other, and some deliveries come twice. */
  readonly chaos?: { readonly seed: number; readonly maxDelayMs?: number; readonly duplicateShare?: number };
}

/**
 * A bus without a broker, for domains that run in one process: the stream of a domain is its own outbox, and each consumer's
 * position is in the consumer's database. Domains spread over several processes need the JetStream one.
 */
export class EmbeddedBus implements Bus {
  readonly kind = 'embedded';
  readonly #options: EmbeddedBusOptions;
  readonly #figures: EventFigures;
  readonly #logger: EventLogger;
  readonly #watchers: Watchers;
  readonly #streams = new Map<string, OutboxStream>();
  readonly #consumers = new Map<string, { readonly replicas: RotatingConsumer; readonly follower: Follower; forget(): void }>();
  readonly #replays: ReplayRequests;
  readonly #chaos: Chaos | undefined;

  constructor(options: EmbeddedBusOptions = {}) {
    this.#options = options;
    this.#figures = options.figures ?? new EventFigures();
    this.#logger = options.logger ?? silentLogger;
    this.#watchers = new Watchers(this.#logger);
    this.#replays = new ReplayRequests(options.replayPollMs ?? 10_000);
    this.#chaos = options.chaos && {
      random: seededRandom(options.chaos.seed),
      maxDelayMs: options.chaos.maxDelayMs ?? 20,
      duplicateShare: options.chaos.duplicateShare ?? 0.1,
    };
  }

  async relay(outbox: OutboxToCarry): Promise<Relay> {
    const { domain } = outbox;
    const stream = new OutboxStream({
      ...outbox,
      pollMs: this.#options.pollMs ?? 5_000,
      figures: this.#figures,
      logger: this.#logger,
      onEvents: (events) => {
        if (this.#watchers.size === 0) return;
        for (const { envelope } of events) if (envelope) this.#watchers.event(envelope);
      },
      onGap: () => this.#watchers.gap(domain),
    });
    this.#streams.set(domain, stream);
    for (const { follower, replicas } of this.#consumers.values()) if (replicas.stream === domain) follower.again();
    return stream;
  }

  async handle(consumer: DurableConsumer): Promise<Stoppable> {
    const key = `${consumer.domain}<${consumer.stream}`;
    const running = this.#consumers.get(key);
    if (running) running.replicas.add(consumer);
    else this.#start(key, consumer);
    return { stop: () => this.#leave(key, consumer) };
  }

  async watch(watcher: Watcher): Promise<Stoppable> {
    const forget = this.#watchers.add(watcher);
    return { stop: async () => forget() };
  }

  async close(): Promise<void> {
    this.#replays.stop();
    await Promise.all([...this.#consumers.values()].map(({ follower }) => follower.stop()));
    await Promise.all([...this.#streams.values()].map((stream) => stream.stop()));
    this.#consumers.clear();
  }

  /** For tests: what a kill would leave. Nothing is saved; transactions that run now end by themselves. */
  async crash(): Promise<void> {
    this.#replays.stop();
    await Promise.all([...this.#consumers.values()].map(({ follower }) => follower.crash()));
    await Promise.all([...this.#streams.values()].map((stream) => stream.stop()));
    this.#consumers.clear();
  }

  #start(key: string, consumer: DurableConsumer): void {
    const replicas = new RotatingConsumer(consumer);
    const never = new AbortController().signal;
    const follower = follow({
      consumer: replicas,
      source: new OutboxSource(() => this.#streams.get(consumer.stream)),
      figures: this.#figures,
      logger: this.#logger,
      turn: async () => never,
      savePositionMs: this.#options.savePositionMs ?? 1_000,
      chaos: this.#chaos,
    });
    const forget = this.#replays.add(consumer.database, consumer.stream, () => follower.again());
    this.#consumers.set(key, { replicas, follower, forget });
  }

  async #leave(key: string, consumer: DurableConsumer): Promise<void> {
    const running = this.#consumers.get(key);
    if (!running || running.replicas.remove(consumer) > 0) return;
    this.#consumers.delete(key);
    running.forget();
    await running.follower.stop();
  }
}
