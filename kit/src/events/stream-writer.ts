import type { EventEnvelope } from './contract.ts';
import type { WaitingRow } from './outbox-marks.ts';

/** The stream does not stand where we thought: another relay has written, or the broker has lost something. */
export class OutOfStep extends Error {
  override readonly name = 'OutOfStep';
}

/** The write side of a domain's stream, as the relay uses it. */
export interface StreamWriter {
  /** The first event that the stream holds and the last that it ever held, or null when there is no stream. */
  bounds(): Promise<{ readonly first: number; readonly last: number } | null>;
  /** Makes the stream, in place of whatever is there; its first event will have the number after `startAfter`. */
  create(startAfter: number): Promise<void>;
  idAt(sequence: number): Promise<string | null>;
  /** The event at this place, or null where the stream holds none there. */
  eventAt(sequence: number): Promise<EventEnvelope | null>;
  /**
   * Stores the rows one behind the other, the first right after `after`. Each states what it must follow, so that rows can be
   * under way together and still none is stored without the one before it. Throws `OutOfStep` when any of them was refused.
   */
  publish(rows: readonly WaitingRow[], after: number): Promise<void>;
  /** How long the stream keeps an event. */
  readonly maxAgeMs: number;
}
