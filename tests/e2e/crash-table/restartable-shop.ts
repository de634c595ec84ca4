import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabases, databaseUrl, dropDatabase } from '@stoa/kit/persistence';
import { subgraphNames } from 'stoa/workspace';
import { freePort } from '../../../cli/src/infrastructure/free-port.ts';
import { settlesWithin } from '../../../cli/src/infrastructure/leashed-process.ts';
import { type OpenBooks, openBooks } from '../../torture/open-books.ts';
import { StoaProcess } from '../support/stoa-process.ts';

const DEATH_TIMEOUT_MS = 90_000;

/** `stoa start` as a process that may be killed, or kill itself, and started again on its data. */
export class RestartableShop {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #dataDir: string;
  readonly #databases: readonly string[];
  readonly books: OpenBooks;
  readonly url: string;
  readonly stripeUrl: string;
  #process: StoaProcess | undefined;

  private constructor(parts: { environment: Record<string, string>; dataDir: string; databases: readonly string[]; books: OpenBooks }) {
    this.#environment = parts.environment;
    this.#dataDir = parts.dataDir;
    this.#databases = parts.databases;
    this.books = parts.books;
    this.url = `http://127.0.0.1:${parts.environment.PORT}/graphql`;
    this.stripeUrl = `http://127.0.0.1:${parts.environment.SANDBOX_STRIPE_PORT}`;
  }

  static async open(): Promise<RestartableShop> {
    const serverUrl = process.env.STOA_TEST_POSTGRES_URL ?? '';
    const dataDir = mkdtempSync(join(tmpdir(), 'stoa-crash-'));
    const names = subgraphNames();
    const databaseOf = (name: string): string => `crash_${process.pid}_${name}`;
    const databases = names.map(databaseOf);
    await createDatabases(serverUrl, databases);
    const urlOf = (name: string): string => databaseUrl(serverUrl, databaseOf(name));
    const [port, stripe, carrier] = [await freePort(), await freePort(), await freePort()];
    const [razorpay, store, mux] = [await freePort(), await freePort(), await freePort()];
    const environment = {
      DATABASE_URL: serverUrl,
      ...Object.fromEntries(names.map((name) => [`STOA_${name.toUpperCase()}_DATABASE_URL`, urlOf(name)])),
      PORT: String(port),
      SANDBOX_STRIPE_PORT: String(stripe),
      SANDBOX_CARRIER_PORT: String(carrier),
      SANDBOX_RAZORPAY_PORT: String(razorpay),
      SANDBOX_S3_PORT: String(store),
      ...{ SANDBOX_SMTP_PORT: '0', SANDBOX_MAIL_PORT: '0', SANDBOX_OPENID_PORT: '0' },
      SANDBOX_MUX_PORT: String(mux),
      STOA_DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    };
    return new RestartableShop({ environment, dataDir, databases, books: await openBooks(urlOf, dataDir) });
  }

  /** Starts it, to die where it is told. */
  async start(crashAt?: string): Promise<void> {
    const environment: Record<string, string> = { ...this.#environment };
    if (crashAt !== undefined) environment.STOA_CRASH_AT = crashAt;
    this.#process = await new StoaProcess(['start'], environment, this.#dataDir).says('Stoa is ready');
  }

  /** Waits until it has killed itself. */
  async death(): Promise<void> {
    const died = this.#process!.exited;
    if (!(await settlesWithin(died, DEATH_TIMEOUT_MS))) throw new Error('it should have died by now');
    if ((await died) !== null) throw new Error(`it ended, but killed itself not:\n${this.#process!.output}`);
  }

  /** Ends it in order, with everything noted. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Has the command line look whether all holds, in the databases as they stand. */
  async audit(): Promise<{ readonly code: number | null; readonly output: string }> {
    const looking = new StoaProcess(['audit', '--settled'], this.#environment, this.#dataDir);
    return { code: await looking.exited, output: looking.output };
  }

  /**
   * What a dead process had taken for itself is free: its leases run out by themselves, after half a minute, and nothing is to be
   * learnt from waiting for them.
   */
  async letLeasesRunOut(): Promise<void> {
    await this.books.rows('orders', `update checkout_saga set next_try_at = now() where state in ('RUNNING', 'UNDOING')`);
    await this.books.rows('cart', `update checkout set next_try_at = now() where status = 'STARTED'`);
    await this.books.rows('payments', `update refund set next_try_at = now() where status = 'PENDING'`);
    for (const name of subgraphNames()) await this.books.rows(name, 'update job_lease set held_until = now()');
  }

  log(): string {
    return readFileSync(join(this.#dataDir, 'stoa.log'), 'utf8').split('\n').slice(-40).join('\n');
  }

  async remove(): Promise<void> {
    await this.kill();
    await this.books.close();
    for (const name of this.#databases) await dropDatabase(process.env.STOA_TEST_POSTGRES_URL ?? '', name);
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
