import { JetStreamApiError, type StoredMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { EventEnvelope } from '../contract.ts';
import { messageOf } from '../failure.ts';
import type { WaitingRow } from '../outbox-marks.ts';
import { OutOfStep, type StreamWriter } from '../stream-writer.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { isStreamMissing, streamBounds } from './stream-bounds.ts';
import { describeBase, encode, idOf, messageHeaders, streamSubject } from './wire.ts';

const WRONG_LAST_SEQUENCE = 10071;
const WRONG_LAST_MESSAGE_ID = 10070;

/** What a domain's stream is made with. */
export interface StreamSettings {
  readonly maxAgeMs: number;
  readonly duplicateWindowMs: number;
  readonly replicas: number;
}

/** The write side of one JetStream stream, which is named like its domain. */
export class JetStreamWriter implements StreamWriter {
  readonly maxAgeMs: number;
  readonly #connection: BrokerConnection;
  readonly #stream: string;
  readonly #settings: StreamSettings;
  #base = 0;

  constructor(connection: BrokerConnection, stream: string, settings: StreamSettings) {
    this.#connection = connection;
    this.#stream = stream;
    this.#settings = settings;
    this.maxAgeMs = settings.maxAgeMs;
  }

  async bounds(): Promise<{ first: number; last: number } | null> {
    const bounds = await this.#connection.ask(() => streamBounds(this.#connection.jsm, this.#stream));
    if (bounds) this.#base = bounds.base;
    return bounds;
  }

  async create(startAfter: number): Promise<void> {
    const { jsm } = this.#connection;
    await jsm.streams.delete(this.#stream).catch((error) => {
      if (!isStreamMissing(error)) throw error;
    });
    await jsm.streams.add({
      name: this.#stream,
      description: describeBase(startAfter),
      subjects: [streamSubject(this.#stream)],
      storage: 'file',
      retention: 'limits',
      discard: 'old',
      max_age: nanos(this.#settings.maxAgeMs),
      duplicate_window: nanos(this.#settings.duplicateWindowMs),
      num_replicas: this.#settings.replicas,
    });
    this.#base = startAfter;
  }

  async idAt(sequence: number): Promise<string | null> {
    const message = await this.#messageAt(sequence);
    return message && idOf(message);
  }

  async eventAt(sequence: number): Promise<EventEnvelope | null> {
    const message = await this.#messageAt(sequence);
    return message ? message.json<EventEnvelope>() : null;
  }

  async #messageAt(sequence: number): Promise<StoredMsg | null> {
    if (sequence <= this.#base) return null;
    return this.#connection.ask(() => this.#connection.jsm.streams.getMessage(this.#stream, { seq: sequence - this.#base }));
  }

  async publish(rows: readonly WaitingRow[], after: number): Promise<void> {
    const results = await this.#connection.ask(() =>
      Promise.allSettled(rows.map((row, index) => this.#publishOne(row, after + index, rows[index - 1]?.envelope.id))),
    );
    const refused = results.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
  }

  /**
   * The sequence alone is no fence for publishes that are under way together: where another relay stores one event between two of
   * ours, our second fits again though our first was refused. So each also names the event that it must follow.
   */
  async #publishOne({ envelope, again }: WaitingRow, after: number, previousId: string | undefined): Promise<void> {
    const headers = messageHeaders(again);
    try {
      const stored = await this.#connection.js.publish(envelope.name, encode(envelope), {
        msgID: envelope.id,
        expect: { lastSequence: after - this.#base, ...(previousId ? { lastMsgID: previousId } : {}), streamName: this.#stream },
        ...(headers ? { headers } : {}),
      });
      if (stored.seq + this.#base !== after + 1) throw new OutOfStep(`The stream holds ${envelope.id} at ${stored.seq + this.#base}.`);
    } catch (error) {
      if (error instanceof JetStreamApiError && [WRONG_LAST_SEQUENCE, WRONG_LAST_MESSAGE_ID].includes(error.code))
        throw new OutOfStep(messageOf(error));
      throw error;
    }
  }
}
