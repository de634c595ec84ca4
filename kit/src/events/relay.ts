import { setTimeout as sleep } from 'node:timers/promises';
import { beginSpan, isTracing, type Span } from '../observability/index.ts';
import type { OutboxToCarry, Relay } from './bus.ts';
import type { EventEnvelope } from './contract.ts';
import { CrashPointReached, crashPoint } from './crash-point.ts';
import { messageOf } from './failure.ts';
import { preparePartitions } from './outbox.ts';
import { markStored, nextToPublish } from './outbox-marks.ts';
import { rebuildStream } from './rebuild-stream.ts';
import { type Agreement, type ReconcileContext, reconcile, UnknownEvents } from './reconcile.ts';
import { clearAlarm, raiseAlarm } from './relay-alarm.ts';
import { OutOfStep } from './stream-writer.ts';
import { Wake } from './wake.ts';

export interface RelayOptions extends ReconcileContext, Pick<OutboxToCarry, 'onAlarm'> {
  /** Settles when this replica is to carry; the signal it answers aborts when it no longer is. */
  readonly turn: (stopping: AbortSignal) => Promise<AbortSignal>;
  readonly pollMs: number;
  readonly reconcileMs: number;
  readonly batch: number;
}

/** At least so long from one batch to the next: what is told meanwhile travels together. After a pause nothing waits. */
const PACE_MS = 20;

const PREPARE_PARTITIONS_MS = 24 * 3_600_000;

/**
 * Carries an outbox into its stream. Postgres is the log and the stream a cache of it: whenever the two might not agree (at a start,
 * after a lost connection, when a publish is refused, now and then) they are reconciled before anything is published.
 */
export class OutboxRelay implements Relay {
  readonly #options: RelayOptions;
  readonly #wake = new Wake();
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #state: Relay['state'] = 'running';
  /** Null while it must be found out. */
  #agreement: Agreement | null = null;
  #agreedAtMs = 0;
  #partitionsAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  get state(): Relay['state'] {
    return this.#state;
  }

  wake(): void {
    this.#wake.wake();
  }

  /** The connection was lost for a while, and who knows what the broker is now. */
  doubt(): void {
    this.#agreement = null;
    this.#wake.wake();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.wake();
    await this.#ended;
  }

  async #run(): Promise<void> {
    let failures = 0;
    let turnEnds: AbortSignal | null = null;
    while (!this.#stopping.signal.aborted) {
      // Another replica carries now, and raises its own alarm where there still is a reason.
      if (turnEnds?.aborted) this.#state = 'running';
      try {
        turnEnds = await this.#options.turn(this.#stopping.signal);
        while (!this.#stopping.signal.aborted && !turnEnds.aborted) {
          const startedMs = performance.now();
          const full = await this.#carry();
          failures = 0;
          if (full) continue;
          await this.#wake.wait(this.#options.pollMs);
          const restMs = startedMs + PACE_MS - performance.now();
          if (restMs > 0) await sleep(restMs);
        }
        this.#agreement = null;
      } catch (error) {
        this.#agreement = null;
        if (error instanceof CrashPointReached) break;
        if (error instanceof UnknownEvents) {
          await this.#standStill(error);
          continue;
        }
        failures += 1;
        if (!(error instanceof OutOfStep)) this.#warn(error, 'The outbox could not be carried; it is tried again.');
        await this.#wake.wait(Math.min(3_000, 20 * 2 ** Math.min(failures, 8)));
      }
    }
    this.#state = 'stopped';
  }

  /** Publishes and marks one batch. Answers whether there may be more. */
  async #carry(): Promise<boolean> {
    const { domain, database, writer, figures, batch } = this.#options;
    const agreement = await this.#agree();
    const { rows, highestMark } = await nextToPublish(database, batch);
    // Somebody else marks too, or the database was set back while we stood by.
    if (highestMark !== agreement.mark) throw new OutOfStep('The marks have changed.');
    if (rows.length === 0) return false;
    crashPoint('relay.before-publish');
    const spans = publishSpans(domain, rows);
    await writer.publish(rows, agreement.tail);
    for (const span of spans) span.end();
    crashPoint('relay.after-publish');
    // The next batch is published only after this one is marked: a broker that loses both could otherwise return them in an order
    // which neither the marks nor a consumer can tell from the first one.
    const marked = await markStored(
      database,
      rows.map(({ envelope }) => envelope.id),
      agreement.tail + 1,
    );
    if (marked.size !== rows.length) throw new OutOfStep('Rows have vanished from the outbox.');
    crashPoint('relay.after-mark');
    const tail = agreement.tail + rows.length;
    if (this.#agreement) this.#agreement = { tail, mark: tail };
    for (const { envelope } of rows) figures.published.of(domain, envelope.name).add();
    return rows.length === batch;
  }

  async #agree(): Promise<Agreement> {
    const nowMs = performance.now();
    if (nowMs - this.#partitionsAtMs > PREPARE_PARTITIONS_MS) {
      this.#partitionsAtMs = nowMs;
      await preparePartitions(this.#options.database).catch((error) => this.#warn(error, 'No partition was made.'));
    }
    if (this.#agreement && nowMs - this.#agreedAtMs < this.#options.reconcileMs) return this.#agreement;
    const agreement = await reconcile(this.#options);
    await this.#calm();
    this.#agreement = agreement;
    this.#agreedAtMs = nowMs;
    return agreement;
  }

  /** Says so, and looks again after a while: the database may be put right, or a person may decide that it is right as it is. */
  async #standStill(unknown: UnknownEvents): Promise<void> {
    const { domain, database, logger, onAlarm, pollMs } = this.#options;
    if (this.#state !== 'alarmed') {
      this.#state = 'alarmed';
      logger.error({ stream: domain, reason: unknown.message }, 'The relay carries nothing until this is decided.');
      onAlarm?.(unknown.message);
    }
    try {
      if (await raiseAlarm(database, unknown.message)) return await rebuildStream(this.#options, unknown.place);
    } catch (error) {
      this.#warn(error, 'The alarm could not be written down, or the stream not be made anew.');
    }
    // Commits wake the relay, and none of them can change anything here.
    await sleep(pollMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }

  async #calm(): Promise<void> {
    const { domain, database, logger } = this.#options;
    await clearAlarm(database);
    if (this.#state !== 'alarmed') return;
    this.#state = 'running';
    logger.info({ stream: domain }, 'Outbox and stream agree again, and the relay goes on.');
  }

  #warn(error: unknown, message: string): void {
    this.#options.logger.warn({ stream: this.#options.domain, error: messageOf(error) }, message);
  }
}

/** One for each event whose trace is recorded, a part of what emitted it. */
function publishSpans(service: string, rows: readonly { readonly envelope: EventEnvelope }[]): Span[] {
  if (!isTracing()) return [];
  const begun = rows.map(({ envelope: { traceparent, name } }) =>
    traceparent === null ? undefined : beginSpan(traceparent, { service, name: `publish ${name}`, kind: 'producer' }),
  );
  return begun.filter((span) => span !== undefined);
}
