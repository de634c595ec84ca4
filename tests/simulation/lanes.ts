import type { DurableConsumer, EventEnvelope } from '@stoa/kit/events';
import type { SmallWorld } from './small-world.ts';
import { outboxesWritten } from './statement-cut.ts';

/** Events of one aggregate on their way to one consumer, which takes them in their order. */
export interface Lane {
  readonly name: string;
  readonly consumer: DurableConsumer;
  readonly waiting: { readonly envelope: EventEnvelope; readonly sequence: number; attempts: number }[];
  /** What it has taken already, and may be handed once more. */
  readonly taken: { readonly envelope: EventEnvelope; readonly sequence: number }[];
}

interface Row {
  readonly position: string;
  readonly envelope: EventEnvelope;
}

const NEXT = `select position::text as position, jsonb_build_object('id', id, 'name', name, 'version', version, 'aggregateType', aggregate_type,
  'aggregateId', aggregate_id, 'aggregateVersion', aggregate_version, 'occurredAt', occurred_at, 'traceparent', traceparent, 'payload', payload)
  as envelope from outbox where position > $1 order by outbox.position`;

/** Everything that was told and not yet heard by everybody. */
export class Lanes {
  readonly #world: SmallWorld;
  readonly #lanes = new Map<string, Lane>();
  readonly #read = new Map<string, number>();

  constructor(world: SmallWorld) {
    this.#world = world;
  }

  /** Those in which something waits, in the order in which they were opened. */
  waiting(): Lane[] {
    return [...this.#lanes.values()].filter(({ waiting }) => waiting.length > 0);
  }

  all(): Lane[] {
    return [...this.#lanes.values()];
  }

  /** Nobody is interested in those that are empty any more. */
  forget(): void {
    for (const [name, { waiting }] of this.#lanes) if (waiting.length === 0) this.#lanes.delete(name);
  }

  /** What was told until now has been heard. */
  async beginNow(): Promise<void> {
    for (const name of this.#world.domains.keys()) {
      const [last] = await this.#world.rows<{ position: string }>(name, 'select coalesce(max(position), 0)::text as position from outbox');
      this.#read.set(name, Number(last!.position));
    }
  }

  /** Takes up what was told since the last time, as far as anybody has been seen to tell something; `all` looks everywhere. */
  async takeUp(all = false): Promise<void> {
    const written = outboxesWritten();
    for (const [name, domain] of this.#world.domains) {
      if (!all && !written.has(this.#world.databaseOf(name))) continue;
      const after = this.#read.get(name) ?? 0;
      for (const { position, envelope } of await domain.database.query<Row>(NEXT, [after])) {
        this.#read.set(name, Number(position));
        for (const consumer of this.#world.consumers) if (consumer.stream === name) this.#put(consumer, envelope, Number(position));
      }
    }
  }

  #put(consumer: DurableConsumer, envelope: EventEnvelope, sequence: number): void {
    if (!consumer.events.some(({ name, version }) => name === envelope.name && version === envelope.version)) return;
    const name = `${consumer.domain}<${consumer.stream} ${envelope.aggregateType} ${envelope.aggregateId}`;
    let lane = this.#lanes.get(name);
    if (!lane) this.#lanes.set(name, (lane = { name, consumer, waiting: [], taken: [] }));
    lane.waiting.push({ envelope, sequence, attempts: 0 });
  }
}
