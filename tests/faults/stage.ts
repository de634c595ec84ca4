import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedPostgres, startPostgres } from '../../cli/src/infrastructure/postgres.ts';
import { type CrashPointName, eventTables } from '../../kit/src/events/index.ts';
import { createDatabases, databaseUrl } from '../../kit/src/persistence/create-database.ts';
import { type NatsForTests, natsForTests } from '../setup/nats-for-tests.ts';
import { pooledDatabase } from './database.ts';
import type { FaultOrder, FaultRole } from './fault-process.ts';

const PROCESS = fileURLToPath(new URL('./fault-process.ts', import.meta.url));
const AGGREGATES = 60;

export type ProcessName = 'orders' | 'ledger-1' | 'ledger-2';

/** A Postgres, a broker, a process that publishes and two that consume, each of which may be killed. */
export class Stage {
  readonly #dataDir: string;
  readonly #plain: boolean;
  /** Processes that ended though nobody wanted it. No fault of another may do that. */
  readonly diedByThemselves: string[] = [];
  readonly #processes = new Map<ProcessName, ChildProcess>();
  readonly nats: NatsForTests;
  #postgres: EmbeddedPostgres;

  private constructor(dataDir: string, plain: boolean, nats: NatsForTests, postgres: EmbeddedPostgres) {
    this.#dataDir = dataDir;
    this.#plain = plain;
    this.nats = nats;
    this.#postgres = postgres;
  }

  static async open({ plain }: { readonly plain: boolean }): Promise<Stage> {
    const nats = await natsForTests(['orders', 'ledger']);
    if (!nats) throw new Error('No nats-server can be had.');
    const dataDir = mkdtempSync(join(tmpdir(), 'stoa-faults-'));
    const stage = new Stage(dataDir, plain, nats, await startPostgres({ dataDir, log: () => {}, removeWhenOrphaned: true }));
    await createDatabases(stage.#postgres.url, ['orders', 'ledger']);
    await stage.#withDatabase('orders', async (sql) => {
      for (const step of eventTables) await sql.query(step.sql);
      await sql.query('create table aggregate (id uuid primary key default gen_random_uuid(), version bigint not null default 0)');
      await sql.query(`insert into aggregate (version) select 0 from generate_series(1, ${AGGREGATES})`);
    });
    await stage.#withDatabase('ledger', async (sql) => {
      for (const step of eventTables) await sql.query(step.sql);
      await sql.query('create table effect (place bigserial, event_id uuid, aggregate_id text, version bigint)');
    });
    for (const name of ['orders', 'ledger-1', 'ledger-2'] as const) stage.start(name);
    return stage;
  }

  start(name: ProcessName): void {
    const role: FaultRole = {
      role: name === 'orders' ? 'orders' : 'ledger',
      databaseUrl: databaseUrl(this.#postgres.url, name === 'orders' ? 'orders' : 'ledger'),
      servers: this.nats.server.url,
      users: { orders: this.nats.server.credentials('orders'), ledger: this.nats.server.credentials('ledger') },
      plain: this.#plain,
    };
    const child = fork(PROCESS, [], { env: { ...process.env, STOA_FAULT_ROLE: JSON.stringify(role) } });
    child.once('exit', (code, signal) => {
      // Whoever is to be killed, or to kill itself, is off the list by then.
      if (this.#processes.get(name) === child) this.diedByThemselves.push(`${name} (${signal ?? code})`);
    });
    this.#processes.set(name, child);
  }

  /** Kills a process without a word, and starts it again. */
  async kill(name: ProcessName): Promise<void> {
    const child = this.#processes.get(name)!;
    const gone = once(child, 'exit');
    this.#processes.delete(name);
    child.kill('SIGKILL');
    await gone;
    this.start(name);
  }

  /** Has a process kill itself at a crash point, and starts it again. */
  async killAt(name: ProcessName, point: CrashPointName): Promise<void> {
    // The control's relay has no such points.
    if (this.#plain && name === 'orders') return this.kill(name);
    const child = this.#processes.get(name)!;
    const gone = once(child, 'exit');
    this.tell(name, { arm: point });
    this.#processes.delete(name);
    const [, signal] = await gone;
    if (signal !== 'SIGKILL') throw new Error(`${name} ended, but not at ${point}.`);
    this.start(name);
  }

  tell(name: ProcessName, order: FaultOrder): void {
    this.#processes.get(name)!.send(order);
  }

  signal(name: ProcessName, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#processes.get(name)!.kill(signal);
  }

  async killPostgres(): Promise<void> {
    await this.#postgres.kill();
    this.#postgres = await startPostgres({ dataDir: this.#dataDir, port: this.#postgres.port, log: () => {}, removeWhenOrphaned: true });
  }

  async query<Row extends object>(domain: 'orders' | 'ledger', text: string): Promise<Row[]> {
    return this.#withDatabase(domain, (sql) => sql.query<Row>(text));
  }

  async close(): Promise<void> {
    const children = [...this.#processes.values()];
    this.#processes.clear();
    for (const child of children) child.kill('SIGKILL');
    await this.nats.remove();
    await this.#postgres.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #withDatabase<T>(domain: 'orders' | 'ledger', work: (sql: ReturnType<typeof pooledDatabase>) => Promise<T>): Promise<T> {
    const database = pooledDatabase(databaseUrl(this.#postgres.url, domain), 1);
    try {
      return await work(database);
    } finally {
      await database.end();
    }
  }
}
