import { AsyncLocalStorage } from 'node:async_hooks';
import DataLoader from 'dataloader';
import type { Act, KeptAct } from '../audit/index.ts';
import type { Viewer } from '../auth/index.ts';
import { type CommandContract, type InputOf, type OutputOf, unavailable } from '../commands/index.ts';
import { crashPoint } from '../crash/index.ts';
import { DomainError, parseInput } from '../errors/index.ts';
import type { EventContract } from '../events/contract.ts';
import { Changes, type InboxAnswer } from '../events/index.ts';
import type { DomainFigures } from '../figures/index.ts';
import type { Loader } from '../graphql/index.ts';
import { type Change, type Following, follow } from '../live/index.ts';
import { type Logger, traceIdOf } from '../observability/index.ts';
import { type EntityManager, newId, type RowReader, type Sql } from '../persistence/index.ts';
import type { CallOptions, DomainContext, Transaction, UseCase } from '../use-case/index.ts';
import type { Domain } from './domain.ts';
import type { Resource } from './resource.ts';
import { TransactionUnit } from './transaction-unit.ts';
import { RequestReplayed, useNonce } from './used-nonce.ts';

/** How long a command may take unless the caller says otherwise. */
const COMMAND_TIMEOUT_MS = 10_000;

/** The domain whose transaction the present code runs in, if any. */
const insideTransaction = new AsyncLocalStorage<string>();

export interface ContextOptions {
  readonly viewer: Viewer;
  readonly traceparent: string;
  readonly userAgent?: string | null;
  /** The nonce of a signed request that changes something: its row commits with the first transaction. */
  readonly nonce?: string | undefined;
  readonly deadlineAtMs?: number | undefined;
}

/** The act of staff that is not written down yet, shared by all that works for one request. */
interface Acting {
  act?: Act | undefined;
}

/** One request, command, delivery or job at work in one domain. */
export class RequestContext implements DomainContext {
  readonly traceparent: string;
  readonly userAgent: string | null;
  readonly log: Logger;
  // Not `#private`: Apollo Server hands resolvers a shallow copy of the context, and copies have no such fields.
  private asking: Viewer;
  private reader: EntityManager | undefined;
  private batches = new Map<Loader<never, never>, DataLoader<unknown, unknown>>();
  private nonce: string | undefined;

  constructor(
    private readonly owner: Domain,
    private readonly options: ContextOptions,
    /** What has changed so far over this request. */
    readonly changes = new Changes(),
    private readonly acting: Acting = {},
  ) {
    this.asking = options.viewer;
    this.traceparent = options.traceparent;
    this.userAgent = options.userAgent ?? options.viewer.userAgent ?? null;
    this.log = owner.log;
    this.nonce = options.nonce;
  }

  get domain(): string {
    return this.owner.name;
  }

  get domains(): readonly string[] {
    return this.owner.domains;
  }

  get viewer(): Viewer {
    return this.asking;
  }

  become(viewer: Viewer): void {
    this.asking = viewer;
  }

  get sql(): Sql {
    return this.owner.database;
  }

  get rows(): RowReader {
    return this.owner.database.rows;
  }

  get read(): EntityManager {
    return (this.reader ??= this.owner.database.reader());
  }

  use<T>(wanted: Resource<T>): T {
    return this.owner.use(wanted);
  }

  as(viewer: Viewer): DomainContext {
    return new RequestContext(this.owner, { ...this.options, viewer, nonce: undefined }, this.changes, this.acting);
  }

  run<I, O>(useCase: UseCase<I, O>, input: unknown): Promise<O> {
    return useCase.run(this, input);
  }

  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.unit(async (tx) => {
      if (this.nonce) await useNonce(tx.sql, this.nonce);
      const result = await work(tx);
      if (this.acting.act) await this.keepDone(tx, this.acting.act, result);
      return result;
    });
  }

  async act<T>(act: Act, work: () => Promise<T>): Promise<T> {
    this.acting.act = act;
    try {
      const result = await work();
      // Where nothing was committed here, other domains have been asked, or there was nothing to change.
      if (this.acting.act) await this.transact(async () => result);
      return result;
    } catch (error) {
      const outcome = this.acting.act ? 'REFUSED' : 'FAILED';
      this.acting.act = undefined;
      await this.keepRefused(act, outcome, error);
      throw error;
    } finally {
      this.acting.act = undefined;
    }
  }

  private async keepDone(tx: TransactionUnit, act: Act, result: unknown): Promise<void> {
    const answered = (result as { id?: unknown } | null | undefined)?.id;
    const subject = act.subjectId ?? (typeof answered === 'string' ? answered : null);
    const about = subject === null ? tx.firstSubject : { type: act.subjectType, id: subject };
    await this.keepAct(tx, { ...act, ...(about && { subjectType: about.type, subjectId: about.id }) }, 'DONE', null);
  }

  /** What was mistyped is no act. What fails to be written down of a refusal is told to the log, and changes no answer. */
  private async keepRefused(act: Act, outcome: 'REFUSED' | 'FAILED', error: unknown): Promise<void> {
    if (error instanceof RequestReplayed) return;
    const code = error instanceof DomainError ? error.code : 'INTERNAL_SERVER_ERROR';
    if (outcome === 'REFUSED' && code === 'BAD_USER_INPUT') return;
    await this.unit((tx) => this.keepAct(tx, act, outcome, code)).catch((unwritten: unknown) =>
      this.log.error({ err: unwritten, action: act.action, code }, 'a refused act of staff could not be written down'),
    );
  }

  private async keepAct(tx: Transaction, act: Act, outcome: KeptAct['outcome'], code: string | null): Promise<void> {
    const { staffActs } = this.owner.manifest;
    if (!staffActs) throw new Error(`${this.domain} does not say where it writes down what staff do`);
    await staffActs.keep(tx, { ...act, id: newId(), outcome, code, traceId: traceIdOf(this.traceparent) ?? null });
  }

  async write<Row extends object>(text: string, parameters: readonly unknown[]): Promise<Row[]> {
    // The nonce of a signed request is used up, and an act of staff written down, in the transaction of the effect, so then there must be one.
    if (this.nonce || this.acting.act) return this.transact((tx) => tx.sql.query<Row>(text, parameters));
    const rows = await this.sql.query<Row>(text, parameters);
    this.forgetReads();
    return rows;
  }

  /** One delivery: the guard looks into the inbox first, and the handler runs only where the event is new to it. */
  async deliver(guard: (sql: Sql) => Promise<InboxAnswer>, handle: (tx: Transaction) => Promise<void>): Promise<InboxAnswer> {
    const [answer] = await this.deliverMany(async (sql) => [await guard(sql)], handle);
    return answer!;
  }

  /** The same for several deliveries at once; `handle` gets the places of those that are new. */
  deliverMany(
    guard: (sql: Sql) => Promise<readonly InboxAnswer[]>,
    handle: (tx: Transaction, fresh: readonly number[]) => Promise<void>,
  ): Promise<readonly InboxAnswer[]> {
    return this.unit(
      async (tx) => {
        const answers = await guard(tx.sql);
        const fresh = answers.flatMap((answer, index) => (answer === 'fresh' ? index : []));
        if (fresh.length > 0) await handle(tx, fresh);
        return answers;
      },
      () => crashPoint('consume.before-commit'),
    );
  }

  private async unit<T>(work: (tx: TransactionUnit) => Promise<T>, beforeCommit?: () => void): Promise<T> {
    let unit: TransactionUnit | undefined;
    const result = await insideTransaction.run(this.domain, () =>
      this.owner.database.unitOfWork(
        // A transaction that is tried again starts with a clean slate of events.
        (unitOfWork) => work((unit = new TransactionUnit(this, unitOfWork))),
        (sql) => {
          beforeCommit?.();
          return unit!.writeEvents(sql);
        },
      ),
    );
    for (const name of unit!.told) crashPoint(`committed:${name}`);
    this.nonce = undefined;
    this.acting.act = undefined;
    this.forgetReads();
    this.changes.add(unit!.changed);
    for (const each of unit!.afterCommitted) each();
    return result;
  }

  /** What was read before a change is not what holds after it. */
  private forgetReads(): void {
    this.batches.clear();
    this.reader = undefined;
  }

  async call<C extends CommandContract>(contract: C, input: InputOf<C>, options: CallOptions = {}): Promise<OutputOf<C>> {
    const inside = insideTransaction.getStore();
    if (inside) throw new Error(`${contract.name} was asked inside a transaction of ${inside}: commit the intention first`);
    if (!contract.reads && !contract.absolute && options.key === undefined)
      throw new Error(`${contract.name} changes something, so it needs an idempotency key`);
    const patienceMs = options.timeoutMs ?? COMMAND_TIMEOUT_MS;
    crashPoint(`asking:${contract.name}`);
    const deadlineAtMs = Math.min(Date.now() + patienceMs, this.options.deadlineAtMs ?? Number.POSITIVE_INFINITY);
    const beganAtMs = performance.now();
    const reply = await this.owner.commands
      .send(contract.domain, {
        name: contract.name,
        input: parseInput(contract.input, input),
        key: options.key,
        viewer: options.viewer ?? this.viewer,
        traceparent: this.traceparent,
        deadlineAtMs,
      })
      .catch((error: unknown) => {
        this.figures.commandTook(contract.name, 'unavailable', beganAtMs);
        if (error instanceof DomainError) throw error;
        this.log.warn({ err: error, command: contract.name }, 'a command got no answer');
        throw unavailable(contract.domain);
      });
    this.figures.commandTook(contract.name, 'answer' in reply ? 'answered' : 'refused', beganAtMs);
    crashPoint(`answered:${contract.name}`);
    if (reply.changed) this.changes.add(reply.changed);
    if ('answer' in reply) return contract.output.parse(reply.answer) as OutputOf<C>;
    const { code, message, details } = reply.refusal;
    throw new DomainError(code, message, details);
  }

  async load<K, V>(wanted: Loader<K, V>, key: K): Promise<V | null> {
    let batch = this.batches.get(wanted as unknown as Loader<never, never>);
    if (!batch) {
      batch = new DataLoader<unknown, unknown>(async (keys) => {
        const found = await wanted.fetch(this, keys as readonly K[]);
        return keys.map((each) => found.get(each as K) ?? null);
      });
      this.batches.set(wanted as unknown as Loader<never, never>, batch);
    }
    return (await batch.load(key)) as V | null;
  }

  loadMany<K, V>(wanted: Loader<K, V>, keys: readonly K[]): Promise<(V | null)[]> {
    return Promise.all(keys.map((key) => this.load(wanted, key)));
  }

  follow<T extends Change>(following: Following<T>): AsyncIterableIterator<T> {
    return follow(this.owner.wakes, () => this.as(this.viewer), following);
  }

  publishes(contract: EventContract): boolean {
    return this.owner.manifest.publishes.includes(contract);
  }

  get figures(): DomainFigures {
    return this.owner.figures;
  }

  wakeRelay(): void {
    this.owner.wakeRelay();
  }

  wakeJob(name: string): void {
    this.owner.wakeJob(name);
  }
}
