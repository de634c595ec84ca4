import type { Act } from '../audit/act.ts';
import type { Viewer } from '../auth/index.ts';
import type { CommandContract, InputOf, OutputOf } from '../commands/contract.ts';
import type { Changes } from '../events/changes.ts';
import type { EventContract, PayloadOf } from '../events/contract.ts';
import type { CounterFigure, DurationFigure, Label } from '../figures/figure.ts';
import type { Loader } from '../graphql/loader.ts';
import type { Change, Following } from '../live/follow.ts';
import type { Logger } from '../observability/index.ts';
import type { EntityManager, RowReader, Sql, Where } from '../persistence/index.ts';
import type { Resource } from '../subgraph/resource.ts';
import type { UseCase } from './use-case.ts';

/** What an event is about: an id, and a version that each change of the row counts up. */
export interface Aggregate {
  readonly id: string;
  readonly version: number;
}

/** What something follows from: a part of a trace, in W3C's form. */
export interface Cause {
  readonly traceparent: string | null;
}

/** Inside one transaction: a fresh EntityManager, plain SQL beside it, and events that commit with the change. */
export interface Transaction {
  readonly em: EntityManager;
  readonly sql: Sql;
  readonly viewer: Viewer;
  readonly log: Logger;
  /** The entity that fits, locked until this transaction ends and followed by its EntityManager; null where there is none. */
  lock<T extends object>(type: new (...args: never[]) => T, where: Where<T>): Promise<T | null>;
  /** Like `lock`, but a plain object that nobody follows: for what is changed by statements. */
  lockRow<T extends object>(type: new (...args: never[]) => T, where: Where<T>): Promise<T | null>;
  /** Inserts rows of an entity in one statement. All give the same properties; a column of which they give none takes its default. */
  insert<T extends object>(type: new (...args: never[]) => T, rows: readonly Partial<T>[]): Promise<void>;
  /**
   * Sends an event with this transaction's commit. The aggregate's version is read after the flush. `cause`: what it follows from, where several
   * events are handled together, so that it is a part of that one's trace.
   */
  emit<C extends EventContract>(contract: C, aggregate: Aggregate, payload: PayloadOf<C>, cause?: Cause): void;
  /**
   * Goes on with an earlier trace, for what outsiders tell of later: a payment's, a parcel's. What is emitted with the answer as its cause
   * belongs there, under a span of this name which is linked to the work at hand. Null where no trace was kept: then all is the present one's.
   */
  resume(traceparent: string | null, name: string): Cause;
  /** Runs once the transaction has committed; for waking what sleeps, not for effects that must not be lost. */
  afterCommit(work: () => void): void;
  /** Counts, once this transaction has committed, on a figure that the domain declares. */
  count<L extends Label>(figure: CounterFigure<L>, labels: Readonly<Record<L, string>>): void;
  /** Notes how long something took, once this transaction has committed. */
  measure<L extends Label>(figure: DurationFigure<L>, seconds: number, labels: Readonly<Record<L, string>>): void;
  /** Has a job of this domain look again right after the commit, instead of when it comes round. */
  wakeJob(name: string): void;
  use<T>(wanted: Resource<T>): T;
}

export interface CallOptions {
  /** Idempotency key; required for every command that changes something. */
  readonly key?: string;
  /** On whose behalf; the context's viewer unless told. */
  readonly viewer?: Viewer;
  readonly timeoutMs?: number;
}

/** Everything one request, command, delivery or job of a domain works with. */
export interface DomainContext {
  readonly domain: string;
  /** All domains of this installation by their names, this one among them, wherever they run. */
  readonly domains: readonly string[];
  readonly viewer: Viewer;
  readonly log: Logger;
  readonly traceparent: string;
  /** The request's e-mail-free client facts, where there is a client: its user agent. */
  readonly userAgent: string | null;
  /** What has changed so far over this request. */
  readonly changes: Changes;
  /** A unit of work for reads, shared by all of this request. */
  readonly read: EntityManager;
  readonly sql: Sql;
  /** Rows for answers, which nobody changes: what loaders and references read with. */
  readonly rows: RowReader;
  /** One of the domain's resources: its settings, a provider's client. */
  use<T>(wanted: Resource<T>): T;
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Does what somebody of the staff asks for, and writes it down in the first transaction of it that commits. */
  act<T>(act: Act, work: () => Promise<T>): Promise<T>;
  /** One statement that changes something and is a transaction by itself, which saves a begin and a commit. It can send no events. */
  write<Row extends object>(text: string, parameters: readonly unknown[]): Promise<Row[]>;
  /** Asks another domain. Refused inside a transaction: commit the intention first. */
  call<C extends CommandContract>(contract: C, input: InputOf<C>, options?: CallOptions): Promise<OutputOf<C>>;
  run<I, O>(useCase: UseCase<I, O>, input: unknown): Promise<O>;
  load<K, V>(loader: Loader<K, V>, key: K): Promise<V | null>;
  loadMany<K, V>(loader: Loader<K, V>, keys: readonly K[]): Promise<(V | null)[]>;
  /** Streams kept changes to a subscriber; see live/follow. */
  follow<T extends Change>(following: Following<T>): AsyncIterableIterator<T>;
  /** The rest of this request is somebody's whom it has just authenticated: what logging in answers is read as its owner. */
  become(viewer: Viewer): void;
  /** The same domain on behalf of somebody else. */
  as(viewer: Viewer): DomainContext;
}
