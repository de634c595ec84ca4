import type { Viewer } from '../auth/index.ts';
import type { EventContract, EventEnvelope, PayloadOf } from '../events/contract.ts';
import { type ChangeReport, touchedNames, writeOutbox } from '../events/index.ts';
import type { CounterFigure, DomainFigures, DurationFigure, Label } from '../figures/index.ts';
import { beginSpan, type Logger, traceIdOf } from '../observability/index.ts';
import { type EntityManager, newId, type Sql, type UnitOfWork, type Where } from '../persistence/index.ts';
import type { Aggregate, Cause, DomainContext, Transaction } from '../use-case/index.ts';
import type { Resource } from './resource.ts';

/** Whose transaction it is. */
interface UnitOwner extends Pick<DomainContext, 'domain' | 'viewer' | 'log' | 'traceparent' | 'rows' | 'use'> {
  readonly figures: DomainFigures;
  publishes(contract: EventContract): boolean;
  wakeRelay(): void;
  wakeJob(name: string): void;
}

/** What use cases and handlers see of a transaction; it keeps the events until the flush is done. */
export class TransactionUnit implements Transaction {
  readonly sql: Sql;
  readonly afterCommitted: Array<() => void> = [];
  /** What the events that commit with this touch. */
  changed: ChangeReport = { events: [], touches: [] };
  #events: { contract: EventContract; aggregate: Aggregate; payload: unknown; cause: Cause | undefined }[] = [];

  constructor(
    private readonly context: UnitOwner,
    private readonly unit: UnitOfWork,
  ) {
    this.sql = unit.sql;
  }

  get em(): EntityManager {
    return this.unit.em;
  }

  get viewer(): Viewer {
    return this.context.viewer;
  }

  get log(): Logger {
    return this.context.log;
  }

  // Use cases take these out of the transaction by name, `({ em, emit }) => …`, so they must know it without being called on it.
  readonly emit = <C extends EventContract>(contract: C, aggregate: Aggregate, payload: PayloadOf<C>, cause?: Cause): void => {
    if (!this.context.publishes(contract)) throw new Error(`${this.context.domain} does not declare that it publishes ${contract.name}`);
    this.#events.push({ contract, aggregate, payload, cause });
  };

  readonly resume = (traceparent: string | null, name: string): Cause => {
    const { domain: service, traceparent: present } = this.context;
    if (traceparent === null || traceIdOf(traceparent) === traceIdOf(present)) return { traceparent: present };
    const span = beginSpan(traceparent, { service, name, kind: 'internal', links: [present] });
    this.afterCommitted.push(() => span?.end());
    return { traceparent: span?.traceparent ?? traceparent };
  };

  readonly afterCommit = (work: () => void): void => {
    this.afterCommitted.push(work);
  };

  readonly count = <L extends Label>(figure: CounterFigure<L>, labels: Readonly<Record<L, string>>): void => {
    this.afterCommitted.push(() => this.context.figures.count(figure, labels));
  };

  readonly measure = <L extends Label>(figure: DurationFigure<L>, seconds: number, labels: Readonly<Record<L, string>>): void => {
    this.afterCommitted.push(() => this.context.figures.measure(figure, seconds, labels));
  };

  readonly wakeJob = (name: string): void => {
    this.afterCommitted.push(() => this.context.wakeJob(name));
  };

  readonly lock = async <T extends object>(type: new (...args: never[]) => T, where: Where<T>): Promise<T | null> => {
    const row = await this.context.rows.lock(this.sql, type, where);
    return row && (this.em.map(type, row as never) as T);
  };

  readonly lockRow = async <T extends object>(type: new (...args: never[]) => T, where: Where<T>): Promise<T | null> => {
    const { rows } = this.context;
    const row = await rows.lock(this.sql, type, where);
    return row && rows.toObjects(type, [row])[0]!;
  };

  readonly insert = <T extends object>(type: new (...args: never[]) => T, rows: readonly Partial<T>[]): Promise<void> =>
    this.context.rows.insert(this.sql, type, rows);

  readonly use = <T>(wanted: Resource<T>): T => this.context.use(wanted);

  /** What the first event that commits with this is about. */
  get firstSubject(): { readonly type: string; readonly id: string } | undefined {
    const [first] = this.#events;
    return first && { type: first.contract.aggregate, id: first.aggregate.id };
  }

  /** The names of the events that commit with this. */
  get told(): string[] {
    return this.#events.map(({ contract }) => contract.name);
  }

  /** The last write of the transaction, so that the order of rows is the order of the effects. */
  writeEvents(sql: Sql): Promise<unknown> | undefined {
    if (this.#events.length === 0) return undefined;
    const occurredAt = new Date().toISOString();
    const envelopes = this.#events.map(
      ({ contract, aggregate, payload, cause }): EventEnvelope => ({
        id: newId(),
        name: contract.name,
        version: contract.version,
        aggregateType: contract.aggregate,
        aggregateId: aggregate.id,
        aggregateVersion: aggregate.version,
        occurredAt,
        traceparent: cause?.traceparent ?? this.context.traceparent,
        payload: contract.payload.parse(payload),
      }),
    );
    this.changed = {
      events: envelopes.map(({ id }) => id),
      touches: envelopes.flatMap(({ payload }, index) => touchedNames(this.#events[index]!.contract, payload)),
    };
    this.afterCommitted.push(() => this.context.wakeRelay());
    return writeOutbox(sql, envelopes);
  }
}
