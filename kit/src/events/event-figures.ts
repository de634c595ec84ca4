import { CounterFamily, DurationFamily, type Family, gaugeFamily, type LabelledValue } from '../observability/index.ts';

/** What a consumer that reads just now has not settled. */
export interface ConsumerLag {
  readonly events: number;
  /** When the oldest of them that was read happened; null where all that was read is settled. */
  readonly oldestAtMs: number | null;
}

/** An event may wait for a while behind what was sold in a rush, so these go further than those of requests. */
const DELIVERY_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900];

interface Reader {
  readonly subgraph: string;
  readonly stream: string;
  lag(): ConsumerLag;
}

/** What the event layer of one process has done, and how far its consumers have come. */
export class EventFigures {
  readonly published = new CounterFamily('stoa_events_published_total', 'Events that were stored in their stream.', ['subgraph', 'event']);
  readonly lost = new CounterFamily(
    'stoa_events_lost_by_broker_total',
    'Events that the broker had acknowledged and lost; they are published again.',
    ['subgraph'],
  );
  readonly adopted = new CounterFamily('stoa_events_adopted_total', 'Events that were published but not marked when a relay ended.', [
    'subgraph',
  ]);
  readonly consumed = new CounterFamily(
    'stoa_events_consumed_total',
    'Deliveries to a consumer, by what became of them: fresh, duplicate, blocked behind a dead letter, failed, dead.',
    ['subgraph', 'event', 'result'],
  );
  readonly rewinds = new CounterFamily(
    'stoa_consumer_rewinds_total',
    'How often a consumer went back because its stream had lost events.',
    ['subgraph', 'stream'],
  );
  readonly replayed = new CounterFamily(
    'stoa_events_replayed_total',
    'Events that came from the outbox because the stream did not go back far enough.',
    ['subgraph', 'stream'],
  );
  readonly handling = new DurationFamily('stoa_event_handling_seconds', 'How long the handling of an event took, with its commit.', [
    'subgraph',
    'event',
  ]);
  readonly delivery = new DurationFamily(
    'stoa_event_delivery_seconds',
    'From when an event happened until a consumer had handled it.',
    ['subgraph', 'stream'],
    DELIVERY_BOUNDS,
  );
  readonly #readers = new Set<Reader>();

  /** A consumer reads from now on, until what is answered is called. */
  reads(reader: Reader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  families(): Family[] {
    const { published, lost, adopted, consumed, rewinds, replayed, handling, delivery } = this;
    const ofReaders = (read: (lag: ConsumerLag) => number) => (): LabelledValue[] =>
      [...this.#readers].map((reader) => [[reader.subgraph, reader.stream], read(reader.lag())]);
    const ageOf = ({ oldestAtMs }: ConsumerLag): number => (oldestAtMs === null ? 0 : Math.max(0, Date.now() - oldestAtMs) / 1_000);
    return [
      ...[published, lost, adopted, consumed, rewinds, replayed, handling, delivery],
      gaugeFamily(
        'stoa_consumer_lag_events',
        'Events of a stream that its consumer has not settled, where this process reads it.',
        ['subgraph', 'stream'],
        ofReaders(({ events }) => events),
      ),
      gaugeFamily(
        'stoa_consumer_lag_seconds',
        'How long ago the oldest event happened that a consumer has read and not settled.',
        ['subgraph', 'stream'],
        ofReaders(ageOf),
      ),
    ];
  }
}
