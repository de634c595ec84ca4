import type { StoredEvent } from '../envelope-row.ts';
import { type EventSource, type Interest, StreamUnavailable } from '../event-source.ts';
import { Wake } from '../wake.ts';
import type { OutboxStream } from './outbox-stream.ts';

const PAGE = 200;
/** Readers are woken; this is for what no wake-up announces. */
const IDLE_MS = 60_000;

/** Reads the stream of a domain in the same process. */
export class OutboxSource implements EventSource {
  readonly #streamOf: () => OutboxStream | undefined;
  #pending = 0;

  constructor(streamOf: () => OutboxStream | undefined) {
    this.#streamOf = streamOf;
  }

  async bounds(): Promise<{ first: number; last: number }> {
    return this.#stream().bounds();
  }

  async idAt(sequence: number): Promise<string | null> {
    return this.#stream().idAt(sequence);
  }

  pending(): number {
    return this.#pending;
  }

  /** The stream is the outbox, so there is nothing before it. */
  async history(): Promise<readonly StoredEvent[]> {
    return [];
  }

  async *read(after: number, _interest: Interest, signal: AbortSignal): AsyncIterable<readonly StoredEvent[]> {
    const stream = this.#stream();
    const wake = new Wake();
    const forget = stream.onChange(() => wake.wake());
    const onAbort = (): void => wake.wake();
    signal.addEventListener('abort', onAbort);
    let place = after;
    try {
      while (!signal.aborted) {
        const events = await stream.page(place, PAGE);
        if (events.length === 0) {
          if (stream.state === 'stopped') throw new StreamUnavailable('The stream was stopped.');
          await wake.wait(IDLE_MS);
          continue;
        }
        place = events.at(-1)!.sequence;
        this.#pending = Math.max(0, stream.last - place);
        yield events;
      }
    } finally {
      forget();
      signal.removeEventListener('abort', onAbort);
    }
  }

  #stream(): OutboxStream {
    const stream = this.#streamOf();
    if (!stream) throw new StreamUnavailable('No outbox of that domain is carried in this process.');
    return stream;
  }
}
