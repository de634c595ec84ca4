import type { EventEnvelope } from './contract.ts';

/** What a consumer answers for one delivery. `retry` comes back after the delay; `done` is acked. */
export type DeliveryOutcome = { readonly outcome: 'done' } | { readonly outcome: 'retry'; readonly afterMs: number };

/** A durable consumer: one per consuming domain and stream, shared by all replicas of the domain. */
export interface DurableConsumer {
  /** The domain that consumes; with the stream it names the durable. */
  readonly domain: string;
  /** The publishing domain, whose stream is consumed. */
  readonly stream: string;
  /** Called for each delivery. It commits (inbox row and effects in one transaction) before it answers, since the ack follows. */
  deliver(envelope: EventEnvelope, position: { readonly sequence: number; readonly redelivered: boolean }): Promise<DeliveryOutcome>;
}

/** A live listener in this process: from now on, no replay. `gap` says that something may have been missed. */
export interface Watcher {
  /** Subjects with NATS wildcards, such as `orders.order.>`. */
  readonly subjects: readonly string[];
  event(envelope: EventEnvelope): void;
  gap(): void;
}

export interface Stoppable {
  stop(): Promise<void>;
}

/** The two verbs of the bus. Publishing is no verb of it: domains write to their outbox, and a relay carries that on. */
export interface Bus {
  readonly kind: 'jetstream' | 'embedded';
  handle(consumer: DurableConsumer): Promise<Stoppable>;
  watch(watcher: Watcher): Promise<Stoppable>;
  close(): Promise<void>;
}
