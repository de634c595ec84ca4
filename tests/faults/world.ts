import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, DurableConsumer, Relay } from '../../kit/src/events/bus.ts';
import { type ConsumerOptions, durableConsumer, type HandleMany, type HandlerRun } from '../../kit/src/events/consume.ts';
import type { EventEnvelope } from '../../kit/src/events/contract.ts';
import { writeOutbox } from '../../kit/src/events/outbox.ts';
import type { Sql } from '../../kit/src/persistence/sql.ts';
import { newId } from '../../kit/src/persistence/uuid.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** Waits for a condition. The bound is only there so that a failure ends. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, boundMs = 90_000): Promise<void> {
  const deadline = performance.now() + boundMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`It never came to this: ${what}`);
    await sleep(10);
  }
}

/** One effect of an event, in the order of the commits. */
export interface Effect {
  readonly eventId: string;
  readonly aggregateId: string;
  readonly version: number;
}

export type Placed = 'orders.order.placed' | 'orders.order.noted';

const HAPPEN_ONCE: ReadonlySet<string> = new Set<Placed>(['orders.order.placed']);

/** A publishing domain `orders` and a consuming domain `ledger`, each with its database. */
export class World {
  readonly publisher: TestDatabase;
  readonly consumer: TestDatabase;
  readonly #relays: Relay[] = [];
  readonly #versions = new Map<string, number>();
  /** What the handler does besides writing its effect; tests replace it. */
  onHandle: (envelope: EventEnvelope) => void | Promise<void> = () => {};

  private constructor(publisher: TestDatabase, consumer: TestDatabase) {
    this.publisher = publisher;
    this.consumer = consumer;
  }

  static async create(): Promise<World> {
    const world = new World(await createTestDatabase(), await createTestDatabase());
    await world.consumer.query('create table effect (place bigserial, event_id uuid, aggregate_id text, version bigint)');
    return world;
  }

  async relay(bus: Bus, onAlarm?: (reason: string) => void): Promise<Relay> {
    const relay = await bus.relay({ domain: 'orders', database: this.publisher, once: HAPPEN_ONCE, ...(onAlarm ? { onAlarm } : {}) });
    this.#relays.push(relay);
    return relay;
  }

  envelope(aggregateId: string, name: Placed = 'orders.order.placed'): EventEnvelope {
    const version = (this.#versions.get(aggregateId) ?? 0) + 1;
    this.#versions.set(aggregateId, version);
    return {
      id: newId(),
      name,
      version: 1,
      aggregateType: 'Order',
      aggregateId,
      aggregateVersion: version,
      occurredAt: new Date().toISOString(),
      traceparent: null,
      payload: { orderId: aggregateId, amountMinor: version },
    };
  }

  /** Commits one event for each of the given aggregates, in one transaction, and wakes the relays. */
  place(aggregateIds: readonly string[], name?: Placed): Promise<EventEnvelope[]> {
    return this.tell(aggregateIds.map((id) => this.envelope(id, name)));
  }

  /** Commits just these events. */
  async tell(envelopes: EventEnvelope[]): Promise<EventEnvelope[]> {
    await this.publisher.transaction((sql) => writeOutbox(sql, envelopes));
    for (const relay of this.#relays) relay.wake();
    return envelopes;
  }

  /** Commits events one transaction after another, over several aggregates in turn. */
  async placeMany(count: number, aggregates: readonly string[] = World.aggregates(10)): Promise<EventEnvelope[]> {
    const placed: EventEnvelope[] = [];
    for (let at = 0; at < count; at += 1) placed.push(...(await this.place([aggregates[at % aggregates.length]!])));
    return placed;
  }

  static aggregates(count: number): string[] {
    return Array.from({ length: count }, () => randomUUID());
  }

  readonly run: HandlerRun = (envelope, guard) =>
    this.consumer.transaction(async (sql) => {
      const answer = await guard(sql);
      if (answer === 'fresh') await this.#handle(sql, envelope);
      return answer;
    });

  readonly many: HandleMany = {
    names: new Set(['orders.order.placed']),
    run: (envelopes, guard) =>
      this.consumer.transaction(async (sql) => {
        const answers = await guard(sql);
        for (const [index, answer] of answers.entries()) if (answer === 'fresh') await this.#handle(sql, envelopes[index]!);
        return answers;
      }),
  };

  async #handle(sql: Sql, envelope: EventEnvelope): Promise<void> {
    await this.onHandle(envelope);
    await sql.query('insert into effect (event_id, aggregate_id, version) values ($1, $2, $3)', [
      envelope.id,
      envelope.aggregateId,
      envelope.aggregateVersion,
    ]);
  }

  ledger(options: Partial<ConsumerOptions> = {}): DurableConsumer {
    return durableConsumer({
      domain: 'ledger',
      stream: 'orders',
      database: this.consumer,
      events: [{ name: 'orders.order.placed', version: 1 }],
      run: this.run,
      many: this.many,
      retry: { firstDelayMs: 5, maxDelayMs: 40, attempts: 4 },
      ...options,
    });
  }

  async effects(): Promise<Effect[]> {
    return this.consumer.query<Effect>(
      `select event_id::text as "eventId", aggregate_id as "aggregateId", version::int as version from effect order by place`,
    );
  }

  async effectCount(): Promise<number> {
    const [row] = await this.consumer.query<{ count: number }>('select count(*)::int as count from effect');
    return row!.count;
  }

  async untilEffects(count: number): Promise<void> {
    await until(`${count} effects`, async () => (await this.effectCount()) >= count);
  }

  /** Every event of the outbox had its effect exactly once, and those of an aggregate in their order. */
  async problems(name: Placed = 'orders.order.placed'): Promise<string[]> {
    const effects = await this.effects();
    const problems: string[] = [];
    const seen = new Set<string>();
    const versions = new Map<string, number>();
    for (const { eventId, aggregateId, version } of effects) {
      if (seen.has(eventId)) problems.push(`${eventId} had its effect twice`);
      seen.add(eventId);
      if (version <= (versions.get(aggregateId) ?? 0)) problems.push(`${aggregateId}: ${version} after ${versions.get(aggregateId)}`);
      versions.set(aggregateId, version);
    }
    const published = await this.publisher.query<{ id: string }>('select id::text as id from outbox where name = $1', [name]);
    for (const { id } of published) if (!seen.has(id)) problems.push(`${id} had no effect`);
    return problems;
  }

  async drop(): Promise<void> {
    await this.publisher.drop();
    await this.consumer.drop();
  }
}
