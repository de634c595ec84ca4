import type { StoredEvent } from './envelope-row.ts';

/** The stream does not exist (yet, or any more), or nobody answers for it. Asking later may do. */
export class StreamUnavailable extends Error {
  override readonly name = 'StreamUnavailable';
}

/** The names that a reader wants with their content; of the others it only learns that they passed. */
export type Interest = ReadonlySet<string>;

/** A stream as one consumer reads it. Sequences count from one and go up by one for each event. */
export interface EventSource {
  /** The first event that the stream still holds and the last that it ever held; `first` is `last + 1` when it holds none. */
  bounds(): Promise<{ readonly first: number; readonly last: number }>;
  /** The id of the event at this place, or null where the stream holds none there. */
  idAt(sequence: number): Promise<string | null>;
  /** How many events the stream held beyond the last one read, as far as is known without asking. */
  pending(): number;
  /** Events of the publisher's outbox that the stream no longer holds. */
  history(range: { readonly after: number; readonly before: number; readonly limit: number }): Promise<readonly StoredEvent[]>;
  /**
   * Everything after this place, then what comes, in order, until the signal. It throws whenever it cannot be sure any longer that
   * nothing is missing or changed: at a lost connection, a lost stream, a hole.
   */
  read(after: number, interest: Interest, signal: AbortSignal): AsyncIterable<readonly StoredEvent[]>;
}
