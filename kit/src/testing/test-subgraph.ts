import type { Viewer } from '../auth/index.ts';
import { system } from '../auth/index.ts';
import type { CommandContract, InputOf, OutputOf } from '../commands/contract.ts';
import { DomainError } from '../errors/index.ts';
import type { DeliveryOutcome, EventContract, EventEnvelope, PayloadOf } from '../events/index.ts';
import type { Job } from '../jobs/index.ts';
import { newTraceparent, runTraced } from '../observability/index.ts';
import { newId, type Sql } from '../persistence/index.ts';
import type { Domain, Manifest } from '../subgraph/index.ts';
import type { DomainContext } from '../use-case/index.ts';
import type { Asked, CommandAnswer, PlayedDomains } from './answering.ts';
import type { ConsumersAtHand } from './consumers-at-hand.ts';
import type { GraphClient } from './graph-client.ts';
import { type StateOptions, stateOfTables, type TableState } from './table-state.ts';

export interface TestSubgraphParts {
  readonly manifest: Manifest;
  readonly domain: Domain;
  readonly neighbours: PlayedDomains;
  readonly bus: ConsumersAtHand;
  readonly databaseUrl: string;
  readonly as: (viewer: Viewer, userAgent?: string) => GraphClient;
  readonly stop: () => Promise<void>;
}

/** What a delivery may say of itself; the rest is made up. */
export type EnvelopeFacts = Partial<Omit<EventEnvelope, 'payload' | 'name'>>;

/** One domain, running for a test. */
export class TestSubgraph {
  readonly manifest: Manifest;
  readonly domain: Domain;
  readonly databaseUrl: string;
  /** Operations on the graph on behalf of somebody. */
  readonly as: TestSubgraphParts['as'];
  readonly stop: () => Promise<void>;
  readonly #neighbours: PlayedDomains;
  readonly #bus: ConsumersAtHand;
  #sequence = 0;

  constructor({ manifest, domain, neighbours, bus, databaseUrl, as, stop }: TestSubgraphParts) {
    this.manifest = manifest;
    this.domain = domain;
    this.databaseUrl = databaseUrl;
    this.as = as;
    this.stop = stop;
    this.#neighbours = neighbours;
    this.#bus = bus;
  }

  get sql(): Sql {
    return this.domain.database;
  }

  /** Works in the domain as its jobs and handlers do; `viewer` is the platform itself unless said. */
  context(viewer: Viewer = system): DomainContext {
    return this.domain.context({ viewer, traceparent: newTraceparent() });
  }

  /** From now on a neighbour answers like this. */
  play(answer: CommandAnswer): void {
    this.#neighbours.play(answer);
  }

  /** What this domain has asked of others so far. */
  asked<C extends CommandContract>(contract: C): readonly (Omit<Asked, 'input'> & { input: InputOf<C> })[] {
    return this.#neighbours.asked.filter(({ name }) => name === contract.name) as never;
  }

  /** Commands that were asked of neighbours whom nobody plays. */
  get unanswered(): ReadonlySet<string> {
    return this.#neighbours.unanswered;
  }

  envelope<C extends EventContract>(contract: C, payload: PayloadOf<C>, facts: EnvelopeFacts = {}): EventEnvelope {
    const { name, version, aggregate } = contract;
    const made = { id: newId(), version, aggregateType: aggregate, aggregateId: newId(), aggregateVersion: 1 };
    return { ...made, occurredAt: new Date().toISOString(), traceparent: newTraceparent(), ...facts, name, payload };
  }

  /** Delivers an event as the bus would: through the inbox, in one transaction with what it does and what it tells. */
  async deliver<C extends EventContract>(contract: C, payload: PayloadOf<C>, facts: EnvelopeFacts = {}): Promise<DeliveryOutcome> {
    return this.deliverEnvelope(contract.domain, this.envelope(contract, payload, facts));
  }

  async deliverEnvelope(stream: string, envelope: EventEnvelope): Promise<DeliveryOutcome> {
    // Through JSON, as from any broker.
    const travelled = JSON.parse(JSON.stringify(envelope)) as EventEnvelope;
    return this.#bus.of(stream).deliver(travelled, { sequence: ++this.#sequence, attempt: 1 });
  }

  /** Delivers several events at once, as the bus does with those that wait. */
  async deliverMany<C extends EventContract>(contract: C, payloads: readonly PayloadOf<C>[]): Promise<readonly DeliveryOutcome[]> {
    const { many } = this.#bus.of(contract.domain);
    if (!many?.names.has(contract.name)) throw new Error(`${contract.name} is handled one by one`);
    const events = payloads.map((payload) => {
      const envelope = JSON.parse(JSON.stringify(this.envelope(contract, payload))) as EventEnvelope;
      return { envelope, position: { sequence: ++this.#sequence, attempt: 1 } };
    });
    return many.deliver(events);
  }

  /** Payloads of what this domain has emitted so far, oldest first. */
  async emitted<C extends EventContract>(contract: C): Promise<PayloadOf<C>[]> {
    const rows = await this.sql.query<{ payload: PayloadOf<C> }>('select payload from outbox where name = $1 order by position', [
      contract.name,
    ]);
    return rows.map((row) => row.payload);
  }

  /** Names of all events emitted so far, oldest first. */
  async emittedNames(): Promise<string[]> {
    return (await this.sql.query<{ name: string }>('select name from outbox order by position')).map((row) => row.name);
  }

  /** Runs a job now, whoever's turn it is. */
  run(job: Job): Promise<unknown> {
    return runTraced(newTraceparent(), () => job.run(this.domain.jobContext()));
  }

  /** Asks this domain as another one would. A refusal is thrown with its code. */
  async answer<C extends CommandContract>(
    contract: C,
    input: InputOf<C>,
    { key, viewer = system }: { key?: string; viewer?: Viewer } = {},
  ): Promise<OutputOf<C>> {
    const travelled: unknown = JSON.parse(JSON.stringify(input));
    const reply = await this.domain.answer(contract.name, travelled, key, { viewer, traceparent: newTraceparent() });
    if ('answer' in reply) return JSON.parse(JSON.stringify(reply.answer)) as OutputOf<C>;
    throw new DomainError(reply.refusal.code, reply.refusal.message, reply.refusal.details);
  }

  /** A hash of all tables, to see whether anything was written. */
  state(options?: StateOptions): Promise<TableState> {
    return stateOfTables(this.sql, options);
  }
}
