import type { Pool, PoolClient } from 'pg';
import { applySteps } from './migrate.ts';
import { type EntityManager, MikroORM, ReflectMetadataProvider } from './mikro-orm.ts';
import { Pipeline } from './pipeline.ts';
import { requireVersion } from './require-version.ts';
import { RowReader } from './row-reader.ts';
import type { Sql, SqlDatabase, TableStep } from './sql.ts';
import { TransactionPipeline } from './transaction-pipeline.ts';
import { Turns } from './turns.ts';

export interface DatabaseOptions {
  /** The domain's name; it keeps the async contexts of several ORMs in one process apart. */
  readonly name: string;
  readonly url: string;
  readonly entities: readonly (new (...args: never[]) => object)[];
  readonly steps: readonly TableStep[];
  readonly poolSize: number;
  readonly sessionSettings?: Readonly<Record<string, string>>;
}

/** The kit's own tables, by name or by what their names begin with. */
const KIT_TABLES = [
  /^(outbox|inbox|dead_letter|relay|consumer|event|stream)(_.*)?$/,
  'applied_step',
  'used_nonce',
  'idempotency_key',
  'job_lease',
];

/**
 * A statement is planned once per connection, which costs more than running it. Its tables may still be nearly empty then, and a plan
 * that reads all of them would be the cheapest; it lives on while they grow, so an index is always taken where there is one.
 * Bitmaps are out for another reason: only a plain index scan clears away the entries of rows that were changed, of which an
 * outbox's index is full.
 */
const PLANNING = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', enable_bitmapscan: 'off' };

/** SQLSTATEs after which the whole transaction may simply be tried again: serialization failure and deadlock. */
const RETRYABLE_STATES = new Set(['40001', '40P01']);
const MAX_TRIES = 5;

/** A unit of work: plain SQL in one transaction, and an EntityManager in it for whoever wants one. */
export class UnitOfWork {
  readonly #orm: MikroORM;
  readonly #sql: TransactionPipeline;
  #em: EntityManager | undefined;

  constructor(orm: MikroORM, sql: TransactionPipeline) {
    this.#orm = orm;
    this.#sql = sql;
  }

  get sql(): Sql {
    return this.#sql;
  }

  /** Made when it is first asked for, since most work does without. */
  get em(): EntityManager {
    return (this.#em ??= this.#fork());
  }

  /** Writes what the EntityManager has seen change. */
  async flush(): Promise<void> {
    await this.#em?.flush();
  }

  #fork(): EntityManager {
    const em = this.#orm.em.fork({ useContext: false, clear: true });
    // All that the ORM asks of a transaction under way is that it runs statements.
    const context = {
      executeQuery: async ({ sql, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] }) => {
        const { rows, affected } = await this.#sql.once(sql, parameters);
        return { rows, numAffectedRows: BigInt(affected) };
      },
    };
    em.setTransactionContext(context as never);
    return em;
  }
}

type LastWrite = (sql: Sql) => Promise<unknown> | undefined;

/** One domain's database: its ORM, and plain SQL on the same pool. */
export class Database implements SqlDatabase {
  /** Reads rows for answers. */
  readonly rows: RowReader;
  /** The same, before all that wait for a connection: for the few statements that everybody else's work waits for, as relays have them. */
  readonly urgent: SqlDatabase;
  readonly #turns: Turns;

  private constructor(
    readonly orm: MikroORM,
    private readonly pool: Pool,
    private readonly steps: readonly TableStep[],
    poolSize: number,
  ) {
    this.rows = new RowReader(orm, this);
    this.#turns = new Turns(poolSize);
    this.urgent = {
      query: (text, parameters = []) => this.connected((client) => new Pipeline(client).query(text, parameters), true),
      transaction: (work) => this.unitOfWork(({ sql }) => work(sql), undefined, true),
    };
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const orm = await MikroORM.init({
      clientUrl: options.url,
      contextName: options.name,
      allowGlobalContext: false,
      entities: [...options.entities],
      metadataProvider: ReflectMetadataProvider,
      metadataCache: { enabled: false },
      // No more connections than cores are of use, and thirteen domains share Postgres' hundred.
      pool: { min: 0, max: options.poolSize },
      driverOptions: {
        // MikroORM takes server, user and database from the address; pg takes what it says of TLS as well.
        connectionString: options.url,
        application_name: `stoa-${options.name}`,
        options: commandLine({ ...PLANNING, ...options.sessionSettings }),
      },
      forceUtcTimezone: true,
      discovery: { warnWhenNoEntities: false },
      // The kit's own tables are made by its steps and have no entities.
      schemaGenerator: { skipTables: [...KIT_TABLES] },
      debug: false,
    });
    return new Database(orm, (await orm.em.getConnection().getNativeClient()) as Pool, options.steps, options.poolSize);
  }

  /** Brings the tables up to date; returns the names of the steps that were applied. */
  async migrate(): Promise<string[]> {
    await requireVersion(this);
    return applySteps(this, this.steps);
  }

  /** A fresh unit of work for reading, outside any transaction. */
  reader(): EntityManager {
    return this.orm.em.fork({ useContext: false });
  }

  query<Row extends object>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.connected((client) => new Pipeline(client).query<Row>(text, parameters));
  }

  private async connected<T>(ask: (client: PoolClient) => Promise<T>, urgent = false): Promise<T> {
    const client = await this.connect(urgent);
    let broken = false;
    try {
      return await ask(client);
    } catch (error) {
      broken = isGone(error);
      throw error;
    } finally {
      this.release(client, broken);
    }
  }

  private async connect(urgent: boolean): Promise<PoolClient> {
    await this.#turns.take(urgent);
    try {
      return await this.pool.connect();
    } catch (error) {
      this.#turns.end();
      throw error;
    }
  }

  private release(client: PoolClient, broken: boolean): void {
    client.release(broken);
    this.#turns.end();
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.unitOfWork(({ sql }) => work(sql));
  }

  /**
   * Runs work in one transaction. `last` comes after the flush and asks at once, waiting for nothing, so that what it asks travels
   * with the commit; where it throws, nothing is committed.
   */
  async unitOfWork<T>(work: (unit: UnitOfWork) => Promise<T>, last?: LastWrite, urgent = false): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.tryOnce(work, last, urgent);
      } catch (error) {
        if (attempt >= MAX_TRIES || !RETRYABLE_STATES.has(sqlStateOf(error) ?? '')) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  private async tryOnce<T>(work: (unit: UnitOfWork) => Promise<T>, last: LastWrite | undefined, urgent: boolean): Promise<T> {
    const client = await this.connect(urgent);
    const transaction = new TransactionPipeline(client);
    const unit = new UnitOfWork(this.orm, transaction);
    let broken = false;
    try {
      const result = await work(unit);
      await unit.flush();
      const lastWrite = last?.(transaction);
      await Promise.all([lastWrite, transaction.commit()]);
      return result;
    } catch (error) {
      // A rollback can only fail because the connection is gone, and then the first error says more.
      await transaction.rollback().catch(() => (broken = true));
      throw error;
    } finally {
      this.release(client, broken);
    }
  }

  /** Of the pool: connections at work and at rest, and how many wait for one. */
  get connections(): { readonly used: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount } = this.pool;
    return { used: totalCount - idleCount, idle: idleCount, waiting: this.#turns.waiting };
  }

  close(): Promise<void> {
    return this.orm.close(true);
  }
}

const commandLine = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

/** The SQLSTATE behind an error, whether it came from pg itself or wrapped by the ORM. */
export function sqlStateOf(error: unknown): string | undefined {
  for (
    let current = error;
    current instanceof Error;
    current = (current as { cause?: unknown; previous?: unknown }).cause ?? (current as { previous?: unknown }).previous
  ) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

/** Whether the connection ended with this error, or is about to: Postgres says that it shuts down before it hangs up. */
const isGone = (error: unknown): boolean => sqlStateOf(error)?.startsWith('57P') ?? true;

/** The constraint that a failed write broke, if it broke one. */
export function constraintOf(error: unknown): string | undefined {
  const { constraint } = (error ?? {}) as { constraint?: unknown };
  return typeof constraint === 'string' ? constraint : undefined;
}
