import type { DurableConsumer, EventLogger, Stoppable } from './bus.ts';
import { CrashPointReached } from './crash-point.ts';
import type { StoredEvent } from './envelope-row.ts';
import type { EventFigures } from './event-figures.ts';
import { type EventSource, StreamUnavailable } from './event-source.ts';
import { messageOf } from './failure.ts';
import { knownToInbox } from './inbox.ts';
import { type Chaos, Lanes } from './lanes.ts';
import { advancePosition, type Position } from './position.ts';
import { settlePosition } from './settle-position.ts';
import { Wake } from './wake.ts';

const HISTORY_PAGE = 200;
const CAPACITY = 256;

/** What a follower stands on. */
export interface FollowOptions {
  readonly consumer: DurableConsumer;
  readonly source: EventSource;
  readonly figures: EventFigures;
  readonly logger: EventLogger;
  /** Settles when this replica is the one to read; the signal it answers aborts when it no longer is. */
  readonly turn: (stopping: AbortSignal) => Promise<AbortSignal>;
  readonly savePositionMs: number;
  readonly chaos?: Chaos | undefined;
}

/** A running consumer of one stream. */
export interface Follower extends Stoppable {
  /** Reads the position anew: someone asked for a replay, or the stream has come into being. */
  again(): void;
  /** For tests: forgets everything in memory and saves nothing. */
  crash(): Promise<void>;
}

/** Reads a stream from the consumer's position, for ever, and hands its events to the consumer in the order of each aggregate. */
export function follow(options: FollowOptions): Follower {
  const follower = new RunningFollower(options);
  const ended = follower.run();
  return {
    again: () => follower.again(),
    stop: () => follower.end({ save: true }).then(() => ended),
    crash: () => follower.end({ save: false }).then(() => ended),
  };
}

class RunningFollower {
  readonly #options: FollowOptions;
  readonly #interest: ReadonlySet<string>;
  readonly #versions: ReadonlySet<string>;
  readonly #stopping = new AbortController();
  readonly #wake = new Wake();
  #round = new AbortController();
  #saves = true;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#interest = new Set(options.consumer.events.map(({ name }) => name));
    this.#versions = new Set(options.consumer.events.map(({ name, version }) => `${name} ${version}`));
  }

  again(): void {
    this.#round.abort();
    this.#wake.wake();
  }

  async end({ save }: { readonly save: boolean }): Promise<void> {
    this.#saves &&= save;
    this.#stopping.abort();
    this.#round.abort();
    this.#wake.wake();
  }

  async run(): Promise<void> {
    const { consumer, logger, turn } = this.#options;
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      this.#round = new AbortController();
      try {
        const turnEnds = await turn(this.#stopping.signal);
        if (this.#stopping.signal.aborted) return;
        await this.#readRound(AbortSignal.any([this.#stopping.signal, this.#round.signal, turnEnds]), () => {
          failures = 0;
        });
      } catch (error) {
        if (error instanceof CrashPointReached) return;
        if (this.#stopping.signal.aborted) return;
        failures += 1;
        const about = { consumer: consumer.domain, stream: consumer.stream, error: messageOf(error) };
        // A stream that is not there yet is nothing to tell: its publisher starts beside us.
        if (!(error instanceof StreamUnavailable) || failures === 20)
          logger.warn(about, 'Reading a stream was interrupted; it begins again.');
        await this.#wake.wait(Math.min(3_000, 25 * 2 ** Math.min(failures, 10)));
      }
    }
  }

  /** Reads until the signal or an error. What was not begun is given up then, and comes again in the next round. */
  async #readRound(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { consumer, source, figures, logger, savePositionMs, chaos } = this.#options;
    const { domain, stream, database } = consumer;
    const start = await settlePosition({ domain, stream, database, source, figures, logger });
    let crash: unknown = null;
    const crashed = new AbortController();
    const lanes = new Lanes({
      concurrency: consumer.concurrency ?? 4,
      capacity: CAPACITY,
      start,
      deliver: (envelope, position) => consumer.deliver(envelope, position),
      many: consumer.many,
      onCrash: (error) => {
        crash = error;
        crashed.abort();
      },
      chaos,
    });
    let saved = start;
    const save = async (): Promise<void> => {
      if (lanes.floor.floor <= saved.floor || !this.#saves || crash) return;
      saved = lanes.floor;
      await advancePosition(database, stream, saved);
    };
    // Whoever waits for room in the lanes must not wait for an event that is retried for minutes.
    const ends = AbortSignal.any([signal, crashed.signal]);
    ends.addEventListener('abort', () => void lanes.abandon(), { once: true });
    const lag = () => ({ events: lanes.unsettled + source.pending(), oldestAtMs: lanes.oldestAtMs });
    const stopsReading = figures.reads({ subgraph: domain, stream, lag });
    const saving = setInterval(() => void save().catch(() => {}), savePositionMs);
    try {
      await this.#readInto(lanes, start, ends, onProgress);
    } finally {
      clearInterval(saving);
      stopsReading();
      await lanes.abandon();
      await save().catch(() => {});
    }
    if (crash) throw crash;
  }

  async #readInto(lanes: Lanes, start: Position, signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { source } = this.#options;
    const after = await this.#readHistory(lanes, start.floor, signal);
    for await (const events of source.read(after, this.#interest, signal)) {
      onProgress();
      await this.#addAll(lanes, events, signal);
      if (signal.aborted) return;
    }
  }

  /** Where the stream begins only beyond our floor, what lies between comes from the publisher's outbox. */
  async #readHistory(lanes: Lanes, floor: number, signal: AbortSignal): Promise<number> {
    const { consumer, source, figures } = this.#options;
    let after = floor;
    while (!signal.aborted) {
      const { first } = await source.bounds();
      if (after + 1 >= first) return after;
      const events = await source.history({ after, before: first, limit: HISTORY_PAGE });
      if (events.length === 0) return first - 1;
      figures.replayed.of(consumer.domain, consumer.stream).add(events.length);
      const known = await knownToInbox(
        consumer.database,
        events.map(({ id }) => id),
      );
      await this.#addAll(
        lanes,
        events.map((event) => (known.has(event.id) ? { ...event, envelope: null } : event)),
        signal,
      );
      after = events.at(-1)!.sequence;
    }
    return after;
  }

  async #addAll(lanes: Lanes, events: readonly StoredEvent[], signal: AbortSignal): Promise<void> {
    for (const { sequence, id, envelope } of events) {
      if (signal.aborted) return;
      if (envelope && this.#versions.has(`${envelope.name} ${envelope.version}`)) {
        await lanes.room();
        lanes.add(sequence, envelope);
      } else {
        lanes.pass(sequence, id);
      }
    }
  }
}
