import { CompiledQuery, type Transaction as KyselyTransaction } from 'kysely';
import { applySteps } from './migrate.ts';
import { type EntityManager, MikroORM, ReflectMetadataProvider } from './mikro-orm.ts';
import { prepareStatements } from './prepared-statements.ts';
import { RowReader } from './row-reader.ts';
import type { Sql, SqlDatabase, TableStep } from './sql.ts';

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

/** SQLSTATEs after which the whole transaction may simply be tried again: serialization failure and deadlock. */
const RETRYABLE_STATES = new Set(['40001', '40P01']);
const MAX_TRIES = 5;

/** One domain's database: its ORM, and plain SQL on the same pool. */
export class Database implements SqlDatabase {
  /** Reads rows for answers. */
  readonly rows: RowReader;

  private constructor(
    readonly orm: MikroORM,
    private readonly steps: readonly TableStep[],
  ) {
    this.rows = new RowReader(orm, this);
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
        application_name: `stoa-${options.name}`,
        options: commandLine(options.sessionSettings ?? {}),
        onPoolCreated: prepareStatements,
      },
      forceUtcTimezone: true,
      discovery: { warnWhenNoEntities: false },
      // The kit's own tables are made by its steps and have no entities.
      schemaGenerator: { skipTables: [...KIT_TABLES] },
      debug: false,
    });
    return new Database(orm, options.steps);
  }

  /** Brings the tables up to date; returns the names of the steps that were applied. */
  migrate(): Promise<string[]> {
    return applySteps(this, this.steps);
  }

  /** A fresh unit of work for reading, outside any transaction. */
  reader(): EntityManager {
    return this.orm.em.fork({ useContext: false });
  }

  async query<Row extends object>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const client = this.orm.em.getConnection().getClient();
    return (await client.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows;
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.unitOfWork((_em, sql) => work(sql));
  }

  /** Runs work in one transaction with a fresh EntityManager; `last` runs after the flush, just before the commit. */
  async unitOfWork<T>(work: (em: EntityManager, sql: Sql) => Promise<T>, last?: (sql: Sql) => Promise<void>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.tryOnce(work, last);
      } catch (error) {
        if (attempt >= MAX_TRIES || !RETRYABLE_STATES.has(sqlStateOf(error) ?? '')) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  private async tryOnce<T>(work: (em: EntityManager, sql: Sql) => Promise<T>, last?: (sql: Sql) => Promise<void>): Promise<T> {
    const em = this.orm.em.fork({ useContext: false, clear: true });
    await em.begin();
    try {
      const sql = boundTo(em);
      const result = await work(em, sql);
      await em.flush();
      await last?.(sql);
      await em.commit();
      return result;
    } catch (error) {
      // A rollback can only fail because the connection is gone, and then the first error says more.
      await em.rollback().catch(() => undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.orm.close(true);
  }
}

const commandLine = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

function boundTo(em: EntityManager): Sql {
  return {
    async query<Row extends object>(text: string, parameters: readonly unknown[] = []) {
      const transaction = em.getTransactionContext<KyselyTransaction<unknown>>();
      if (!transaction) throw new Error('this Sql belongs to a transaction that has ended');
      return (await transaction.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows;
    },
  };
}

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

/** The constraint that a failed write broke, if it broke one. */
export function constraintOf(error: unknown): string | undefined {
  const { constraint } = (error ?? {}) as { constraint?: unknown };
  return typeof constraint === 'string' ? constraint : undefined;
}
