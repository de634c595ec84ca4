import type { SqlDatabase } from '../../persistence/sql.ts';
import type { DeliverMany, DeliveryOutcome, DeliveryPosition, DurableConsumer } from '../bus.ts';
import type { EventEnvelope } from '../contract.ts';

/** Several replicas of one consumer in one process, which take turns. */
export class RotatingConsumer implements DurableConsumer {
  readonly domain: string;
  readonly stream: string;
  readonly database: SqlDatabase;
  readonly events: DurableConsumer['events'];
  readonly concurrency: number;
  readonly many: DeliverMany | undefined;
  readonly #replicas: DurableConsumer[];
  #next = 0;

  constructor(first: DurableConsumer) {
    this.domain = first.domain;
    this.stream = first.stream;
    this.database = first.database;
    this.events = first.events;
    this.concurrency = first.concurrency ?? 4;
    this.#replicas = [first];
    const { many } = first;
    this.many = many && { names: many.names, deliver: (events) => this.#deliverMany(events) };
  }

  add(replica: DurableConsumer): void {
    this.#replicas.push(replica);
  }

  /** Answers how many are left. */
  remove(replica: DurableConsumer): number {
    const index = this.#replicas.indexOf(replica);
    if (index >= 0) this.#replicas.splice(index, 1);
    return this.#replicas.length;
  }

  async deliver(envelope: EventEnvelope, position: DeliveryPosition): Promise<DeliveryOutcome> {
    const replica = this.#replicas[this.#next++ % this.#replicas.length];
    // The last one has left, and the follower is about to stop.
    if (!replica) return { outcome: 'retry', afterMs: 60_000 };
    return replica.deliver(envelope, position);
  }

  async #deliverMany(events: Parameters<DeliverMany['deliver']>[0]): Promise<readonly DeliveryOutcome[]> {
    const { many } = this.#replicas[this.#next++ % this.#replicas.length] ?? {};
    return many ? many.deliver(events) : Promise.all(events.map(({ envelope, position }) => this.deliver(envelope, position)));
  }
}
