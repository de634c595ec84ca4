import {
  type Bus,
  type DurableConsumer,
  EmbeddedBus,
  type OutboxToCarry,
  type Relay,
  type Stoppable,
  type Watcher,
} from '../events/index.ts';

/**
 * The embedded bus, but what comes from other domains is handed to the consumers by the test itself: one delivery at a time, with
 * its outcome. What the domain publishes travels as always, so subscriptions hear of it.
 */
export class ConsumersAtHand implements Bus {
  readonly kind = 'embedded';
  readonly #own = new EmbeddedBus();
  readonly #consumers = new Map<string, DurableConsumer>();

  /** The domain's consumer of a stream. */
  of(stream: string): DurableConsumer {
    const consumer = this.#consumers.get(stream);
    if (!consumer) throw new Error(`this domain handles no event of ${stream}`);
    return consumer;
  }

  relay(outbox: OutboxToCarry): Promise<Relay> {
    return this.#own.relay(outbox);
  }

  watch(watcher: Watcher): Promise<Stoppable> {
    return this.#own.watch(watcher);
  }

  async handle(consumer: DurableConsumer): Promise<Stoppable> {
    this.#consumers.set(consumer.stream, consumer);
    return { stop: async () => void this.#consumers.delete(consumer.stream) };
  }

  close(): Promise<void> {
    return this.#own.close();
  }
}
