import type { SqlDatabase } from '../persistence/sql.ts';
import type { EventEnvelope } from './contract.ts';

/** What a consumer answers for one delivery. `retry` comes back after the delay, and later events of that aggregate wait for it. */
export type DeliveryOutcome = { readonly outcome: 'done' } | { readonly outcome: 'retry'; readonly afterMs: number };

/** A durable consumer: one per consuming domain and stream, shared by all replicas of the domain. */
export interface DurableConsumer {
  /** The domain that consumes. */
  readonly domain: string;
  /** The publishing domain, whose stream is consumed. */
  readonly stream: string;
  /** The consuming domain's own database. The consumer's position is kept there, and nowhere else. */
  readonly database: SqlDatabase;
  /** The events it handles. All others are passed over, and never reach `deliver`. */
  readonly events: readonly { readonly name: string; readonly version: number }[];
  /** How many aggregates are handled at a time; 4 unless said. */
  readonly concurrency?: number;
  /** Called for each delivery. It commits (inbox row and effects in one transaction) before it answers. */
  deliver(envelope: EventEnvelope, position: DeliveryPosition): Promise<DeliveryOutcome>;
  /** Takes several first deliveries of one event, each of another aggregate, and answers for each. */
  readonly many?: DeliverMany;
}

export interface DeliverMany {
  /** The events that may come so, by name. */
  readonly names: ReadonlySet<string>;
  deliver(
    events: readonly { readonly envelope: EventEnvelope; readonly position: DeliveryPosition }[],
  ): Promise<readonly DeliveryOutcome[]>;
}

/** Where a delivery stands in its stream, and how often this process has tried it, this time included. */
export interface DeliveryPosition {
  readonly sequence: number;
  readonly attempt: number;
}

/**
 * A live listener in this process: from now on, no replay. `gap` says that something may have been missed; `lost`, before that, that nothing
 * is heard until then.
 */
export interface Watcher {
  /** Who watches: the domain, or `gateway`. It is the broker's user. */
  readonly domain: string;
  /** Subjects with NATS wildcards, such as `orders.order.*`. */
  readonly subjects: readonly string[];
  event(envelope: EventEnvelope): void;
  gap(): void;
  lost?(): void;
}

/** A domain's outbox, to be carried into its stream. */
export interface OutboxToCarry {
  readonly domain: string;
  readonly database: SqlDatabase;
  /** The names of its events that can happen once only; see `EventContract`. */
  readonly once?: ReadonlySet<string>;
  /** Called when the stream turns out to hold events that the outbox does not know. Nothing is carried until a person has decided. */
  onAlarm?(reason: string): void;
}

export interface Stoppable {
  stop(): Promise<void>;
}

/** Carries one outbox. `wake` is called after each commit that wrote to it, and costs nothing when there is nothing to do. */
export interface Relay extends Stoppable {
  wake(): void;
  readonly state: 'running' | 'alarmed' | 'stopped';
}

/**
 * The bus has two verbs, `handle` and `watch`. Publishing is none: domains write to their outbox, and a relay in each process of
 * the domain carries that on.
 */
export interface Bus {
  readonly kind: 'jetstream' | 'embedded';
  relay(outbox: OutboxToCarry): Promise<Relay>;
  handle(consumer: DurableConsumer): Promise<Stoppable>;
  watch(watcher: Watcher): Promise<Stoppable>;
  close(): Promise<void>;
}

/** Where the event layer writes what an operator should know; pino fits. */
export interface EventLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLogger: EventLogger = { info() {}, warn() {}, error() {} };
