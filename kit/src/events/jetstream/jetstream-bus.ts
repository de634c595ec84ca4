import type { SqlDatabase } from '../../persistence/sql.ts';
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
import { type LeaseOptions, Leases } from '../lease.ts';
import { OutboxRelay } from '../relay.ts';
import { ReplayRequests } from '../replay-requests.ts';
import { BrokerConnection, type BrokerCredentials } from './broker-connection.ts';
import { answerHistory } from './history.ts';
import { JetStreamSource } from './jetstream-source.ts';
import { JetStreamWriter, type StreamSettings } from './jetstream-writer.ts';
import { LiveSubjects } from './live-subjects.ts';
import { wakeSubject } from './wire.ts';

const DAY_MS = 24 * 3_600_000;

export interface JetStreamBusOptions {
  readonly servers: string | readonly string[];
  /** The broker's user of each domain (and of `gateway`). Without it, all share one connection that says nothing of itself. */
  readonly credentials?: (domain: string) => BrokerCredentials;
  readonly figures?: EventFigures;
  readonly logger?: EventLogger;
  readonly lease?: LeaseOptions;
  /** Streams keep events for a week unless told otherwise. Inboxes must remember for longer. */
  readonly stream?: Partial<StreamSettings>;
  /** How often an outbox is looked at without being woken, and how often it is compared with its stream. */
  readonly pollMs?: number;
  readonly reconcileMs?: number;
  readonly batch?: number;
  readonly savePositionMs?: number;
  /** How often a consumer's database is asked whether someone wants a replay. */
  readonly replayPollMs?: number;
}

/** The bus on NATS JetStream, from server 2.9 on, for domains in any number of processes. */
export class JetStreamBus implements Bus {
  readonly kind = 'jetstream';
  readonly #options: JetStreamBusOptions;
  readonly #figures: EventFigures;
  readonly #logger: EventLogger;
  readonly #connections = new Map<string, Promise<BrokerConnection>>();
  readonly #live = new Map<string, LiveSubjects>();
  readonly #leases = new Map<SqlDatabase, Leases>();
  readonly #running = new Set<Stoppable>();
  readonly #followers = new Set<Follower>();
  readonly #carriers = new Set<OutboxRelay>();
  readonly #replays: ReplayRequests;

  constructor(options: JetStreamBusOptions) {
    this.#options = options;
    this.#figures = options.figures ?? new EventFigures();
    this.#logger = options.logger ?? silentLogger;
    this.#replays = new ReplayRequests(options.replayPollMs ?? 10_000);
  }

  async relay(outbox: OutboxToCarry): Promise<Relay> {
    const { domain, database } = outbox;
    const { pollMs = 5_000, reconcileMs = 60_000, batch = 512, stream } = this.#options;
    const connection = await this.#connect(domain);
    const leases = this.#leasesOf(database);
    const settings: StreamSettings = { maxAgeMs: 7 * DAY_MS, duplicateWindowMs: 120_000, replicas: 1, ...stream };
    const carrier = new OutboxRelay({
      ...outbox,
      writer: new JetStreamWriter(connection, domain, settings),
      figures: this.#figures,
      logger: this.#logger,
      turn: (stopping) => leases.hold('relay', stopping),
      pollMs,
      reconcileMs,
      batch,
    });
    this.#carriers.add(carrier);
    const forget = connection.onBack(() => carrier.doubt());
    const answers = answerHistory(connection.nats, domain, database, this.#logger);
    const wakes = connection.nats.subscribe(wakeSubject(domain), { callback: () => carrier.wake() });
    const stop = async (): Promise<void> => {
      this.#running.delete(relay);
      this.#carriers.delete(carrier);
      forget();
      answers.unsubscribe();
      wakes.unsubscribe();
      await carrier.stop();
      await leases.release('relay');
    };
    const relay: Relay = {
      wake: () => {
        carrier.wake();
        // The replica that carries may be another one. Told by a message, it need not find the row at its next poll.
        if (!leases.holds('relay') && !connection.nats.isClosed()) connection.nats.publish(wakeSubject(domain));
      },
      stop,
      get state() {
        return carrier.state;
      },
    };
    this.#running.add(relay);
    return relay;
  }

  async handle(consumer: DurableConsumer): Promise<Stoppable> {
    const { domain, stream, database } = consumer;
    const connection = await this.#connect(domain);
    const leases = this.#leasesOf(database);
    const lease = `consume ${stream}`;
    const follower = follow({
      consumer,
      source: new JetStreamSource(connection, domain, stream),
      figures: this.#figures,
      logger: this.#logger,
      turn: (stopping) => leases.hold(lease, stopping),
      savePositionMs: this.#options.savePositionMs ?? 1_000,
    });
    const forgetBack = connection.onBack(() => follower.again());
    const forgetReplays = this.#replays.add(database, stream, () => follower.again());
    this.#followers.add(follower);
    const handle: Stoppable = {
      stop: async () => {
        this.#running.delete(handle);
        this.#followers.delete(follower);
        forgetBack();
        forgetReplays();
        await follower.stop();
        await leases.release(lease);
      },
    };
    this.#running.add(handle);
    return handle;
  }

  async watch(watcher: Watcher): Promise<Stoppable> {
    const connection = await this.#connect(watcher.domain);
    const user = this.#userOf(watcher.domain);
    const live = this.#live.get(user) ?? new LiveSubjects(connection, this.#logger);
    this.#live.set(user, live);
    return live.watch(watcher);
  }

  async close(): Promise<void> {
    this.#replays.stop();
    await Promise.all([...this.#running].map((running) => running.stop()));
    await Promise.all([...this.#leases.values()].map((leases) => leases.stop()));
    await Promise.all([...this.#connections.values()].map(async (connection) => (await connection).close()));
  }

  /** For tests: what a kill would leave. Nothing is saved and no lease is given back. */
  async crash(): Promise<void> {
    this.#replays.stop();
    await Promise.all([...this.#connections.values()].map(async (connection) => (await connection).close()));
    await Promise.all([...this.#leases.values()].map((leases) => leases.abandon()));
    await Promise.all([...this.#followers].map((follower) => follower.crash()));
    await Promise.all([...this.#carriers].map((carrier) => carrier.stop()));
  }

  #userOf(domain: string): string {
    return this.#options.credentials ? domain : '';
  }

  #connect(domain: string): Promise<BrokerConnection> {
    const user = this.#userOf(domain);
    const known = this.#connections.get(user);
    if (known) return known;
    const { servers, credentials } = this.#options;
    const connection = BrokerConnection.open(servers, user === '' ? 'stoa' : domain, credentials?.(domain), this.#logger);
    this.#connections.set(user, connection);
    return connection;
  }

  #leasesOf(database: SqlDatabase): Leases {
    const known = this.#leases.get(database);
    if (known) return known;
    const leases = new Leases(database, this.#options.lease);
    this.#leases.set(database, leases);
    return leases;
  }
}
