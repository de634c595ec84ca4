import type { EventLogger, OutboxToCarry, Relay } from '../bus.ts';
import { CrashPointReached, crashPoint } from '../crash-point.ts';
import { type EnvelopeRow, envelopeColumns, envelopeOf, type StoredEvent } from '../envelope-row.ts';
import type { EventFigures } from '../event-figures.ts';
import { messageOf } from '../failure.ts';
import { preparePartitions, readStored } from '../outbox.ts';
import { highestMark } from '../outbox-marks.ts';
import { Wake } from '../wake.ts';

const BATCH = 500;
const RECENT = 2_000;
const PREPARE_PARTITIONS_MS = 24 * 3_600_000;

export interface OutboxStreamOptions extends OutboxToCarry {
  readonly pollMs: number;
  readonly figures: EventFigures;
  readonly logger: EventLogger;
  /** Called with what is new, in order, before any consumer gets it. */
  onEvents(events: readonly StoredEvent[]): void;
  /** Another process has numbered events that we have not seen. */
  onGap(): void;
}

/**
 * A domain's stream that is its outbox: a sequencer numbers the rows after their commit, and readers follow the numbers. The latest
 * events stay in memory, so that readers who keep up cost no statement.
 */
export class OutboxStream implements Relay {
  readonly #options: OutboxStreamOptions;
  readonly #wake = new Wake();
  readonly #readers = new Set<() => void>();
  readonly #ended: Promise<void>;
  #recent: StoredEvent[] = [];
  #last = -1;
  #stopped = false;

  constructor(options: OutboxStreamOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  get state(): 'running' | 'stopped' {
    return this.#stopped ? 'stopped' : 'running';
  }

  /** The highest number that is known here; readers ask the database while it is none. */
  get last(): number {
    return this.#last;
  }

  wake(): void {
    this.#wake.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake.wake();
    await this.#ended;
    for (const reader of this.#readers) reader();
  }

  async bounds(): Promise<{ first: number; last: number }> {
    return { first: 1, last: await highestMark(this.#options.database) };
  }

  async idAt(sequence: number): Promise<string | null> {
    const rows = await this.#options.database.query<{ id: string }>('select id::text as id from outbox where stream_sequence = $1', [
      sequence,
    ]);
    return rows[0]?.id ?? null;
  }

  /** Up to `limit` events after the given place, from memory where they are there. */
  async page(after: number, limit: number): Promise<readonly StoredEvent[]> {
    const oldest = this.#recent[0];
    if (oldest && after + 1 >= oldest.sequence) {
      const from = after + 1 - oldest.sequence;
      return this.#recent.slice(from, from + limit);
    }
    return readStored(this.#options.database, { after, limit });
  }

  onChange(listener: () => void): () => void {
    this.#readers.add(listener);
    return () => this.#readers.delete(listener);
  }

  async #run(): Promise<void> {
    const { database, logger, domain, pollMs } = this.#options;
    let partitionsAt = Number.NEGATIVE_INFINITY;
    while (!this.#stopped) {
      try {
        if (performance.now() - partitionsAt > PREPARE_PARTITIONS_MS) {
          partitionsAt = performance.now();
          await preparePartitions(database).catch((error) => logger.warn({ domain, error: messageOf(error) }, 'No partition was made.'));
        }
        const numbered = await this.#sequenceBatch();
        if (numbered === 0) await this.#noticeOthers();
        if (numbered < BATCH && !this.#stopped) await this.#wake.wait(pollMs);
      } catch (error) {
        if (error instanceof CrashPointReached) {
          this.#stopped = true;
          return;
        }
        logger.warn({ domain, error: messageOf(error) }, 'The outbox could not be read; it is tried again.');
        if (!this.#stopped) await this.#wake.wait(500);
      }
    }
  }

  async #sequenceBatch(): Promise<number> {
    const { database, figures, domain } = this.#options;
    const rows = await database.query<EnvelopeRow & { sequence: string }>(
      `select stream_sequence::text as sequence, ${envelopeColumns('id')} from outbox_sequence($1)`,
      [BATCH],
    );
    if (rows.length === 0) return 0;
    crashPoint('sequencer.after-commit');
    const events = rows
      .map((row) => ({ sequence: Number(row.sequence), id: row.id, envelope: deepFreeze(envelopeOf(row)) }))
      .sort((one, other) => one.sequence - other.sequence);
    for (const { envelope } of events) figures.published.of(domain, envelope.name).add();
    const follows = this.#last === -1 || events[0]!.sequence === this.#last + 1;
    this.#recent = follows ? [...this.#recent, ...events].slice(-RECENT) : events;
    this.#last = events.at(-1)!.sequence;
    if (!follows) this.#options.onGap();
    this.#options.onEvents(events);
    for (const reader of this.#readers) reader();
    return events.length;
  }

  /** Another process on the same database may have numbered rows. It is looked for at the pace of the poll. */
  async #noticeOthers(): Promise<void> {
    const highest = await highestMark(this.#options.database);
    if (highest === this.#last) return;
    const first = this.#last === -1;
    this.#last = highest;
    this.#recent = [];
    if (!first) this.#options.onGap();
    for (const reader of this.#readers) reader();
  }
}

/** Several consumers get the same object, so none of them may change it. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
