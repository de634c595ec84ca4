import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { nanos, nuid } from '@nats-io/transport-node';
import type { EventEnvelope } from '../contract.ts';
import type { StoredEvent } from '../envelope-row.ts';
import { type EventSource, type Interest, StreamUnavailable } from '../event-source.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { askHistory } from './history.ts';
import { streamBounds } from './stream-bounds.ts';
import { idOf, MESSAGE_ID } from './wire.ts';

const PREFETCH = 256;
const IDLE_HEARTBEAT_MS = 5_000;
/** The server forgets a reader that is silent for so long. */
const FORGOTTEN_AFTER_MS = 30_000;

/**
 * Reads a JetStream stream from a given place. The server keeps nothing of the reader but where it reads just now; which events are
 * handled, only the consumer's own database knows. So there is no state of a consumer that could contradict a stream that was
 * rolled back, and no event is delivered past an earlier one that is still unhandled.
 */
export class JetStreamSource implements EventSource {
  readonly #connection: BrokerConnection;
  readonly #domain: string;
  readonly #stream: string;
  #base = 0;
  #pending = 0;

  constructor(connection: BrokerConnection, domain: string, stream: string) {
    this.#connection = connection;
    this.#domain = domain;
    this.#stream = stream;
  }

  async bounds(): Promise<{ first: number; last: number }> {
    const bounds = await this.#connection.ask(() => streamBounds(this.#connection.jsm, this.#stream));
    if (!bounds) throw new StreamUnavailable(`There is no stream ${this.#stream}.`);
    this.#base = bounds.base;
    return bounds;
  }

  async idAt(sequence: number): Promise<string | null> {
    if (sequence <= this.#base) return null;
    const message = await this.#connection.ask(() => this.#connection.jsm.streams.getMessage(this.#stream, { seq: sequence - this.#base }));
    return message && idOf(message);
  }

  pending(): number {
    return this.#pending;
  }

  history(range: { after: number; before: number; limit: number }): Promise<readonly StoredEvent[]> {
    return this.#connection.ask(() => askHistory(this.#connection.nats, { asker: this.#domain, domain: this.#stream, ...range }));
  }

  async *read(after: number, interest: Interest, signal: AbortSignal): AsyncIterable<readonly StoredEvent[]> {
    const name = `${this.#domain}-${nuid.next()}`;
    const base = this.#base;
    const messages = await this.#connection.ask(() => this.#open(name, after - base));
    let failure: Error | null = null;
    const end = (reason?: Error): void => {
      failure ??= reason ?? null;
      messages.stop();
    };
    const onAbort = (): void => end();
    signal.addEventListener('abort', onAbort);
    const forget = this.#connection.onLost(() => end(new Error('The connection to the broker was lost.')));
    void this.#watchHealth(messages, end);
    try {
      if (signal.aborted) return;
      let place = after;
      let delivered = 0;
      for await (const message of messages) {
        const { streamSequence, deliverySequence, pending } = message.info;
        const sequence = streamSequence + base;
        if (deliverySequence !== ++delivered) throw new Error('The broker left out a delivery.');
        // The server begins at its end where we ask for what is beyond it, so this stream is not the one that we read.
        if (sequence <= place) throw new Error('The stream is behind the place from where it was to be read.');
        // A hole: either the events went for their age before we came, and must come from the outbox, or nothing was ever there.
        if (sequence !== place + 1 && (await this.bounds()).first > place + 1)
          throw new Error('The stream has dropped events that were not read.');
        place = sequence;
        this.#pending = pending;
        yield [storedEvent(message, sequence, interest)];
        if (failure) throw failure;
      }
      if (failure) throw failure;
      if (!signal.aborted) throw new Error('The broker ended the reading.');
    } finally {
      forget();
      signal.removeEventListener('abort', onAbort);
      messages.stop();
      void this.#connection.jsm.consumers.delete(this.#stream, name).catch(() => {});
    }
  }

  async #open(name: string, afterStored: number): Promise<ConsumerMessages> {
    const { jsm, js } = this.#connection;
    await jsm.consumers.add(this.#stream, {
      name,
      description: `Read by ${this.#domain}`,
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: afterStored + 1,
      mem_storage: true,
      num_replicas: 1,
      inactive_threshold: nanos(FORGOTTEN_AFTER_MS),
    });
    const consumer = await js.consumers.get(this.#stream, name);
    return consumer.consume({ max_messages: PREFETCH, idle_heartbeat: IDLE_HEARTBEAT_MS, abort_on_missing_resource: true });
  }

  async #watchHealth(messages: ConsumerMessages, end: (reason: Error) => void): Promise<void> {
    const fatal = new Set([
      'heartbeats_missed',
      'consumer_not_found',
      'consumer_deleted',
      'stream_not_found',
      'no_responders',
      'exceeded_limits',
    ]);
    for await (const { type } of messages.status()) if (fatal.has(type)) end(new Error(`The broker says: ${type}.`));
  }
}

function storedEvent(message: JsMsg, sequence: number, interest: Interest): StoredEvent {
  const wanted = interest.has(message.subject);
  return { sequence, id: message.headers?.get(MESSAGE_ID) ?? '', envelope: wanted ? message.json<EventEnvelope>() : null };
}
