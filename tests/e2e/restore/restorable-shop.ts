import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { createLog } from '@stoa/kit/observability';
import { dropDatabase } from '@stoa/kit/persistence';
import { migratedDatabase } from '@stoa/kit/testing';
import pg from 'pg';
import { runCommandLine } from 'stoa/command-line';
import { type Platform, startPlatform } from 'stoa/platform';
import { freePort } from '../../../cli/src/infrastructure/free-port.ts';
import { loadManifests, subgraphNames } from '../../../cli/src/workspace.ts';
import { type NatsForTests, natsForTests } from '../../setup/nats-for-tests.ts';
import { Client } from '../support/client.ts';
import { asAdmin, type Shop, until } from '../support/shop.ts';

const ALARMED = 'the relay of its events is alarmed';

/** A marketplace on a broker that is stopped and started again on its data, and of whose databases single ones are set back. */
export class RestorableShop implements Shop {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'stoa-restore-'));
  readonly #prefix = `restore_${process.pid}_`;
  readonly #nats: NatsForTests;
  readonly #urls: Readonly<Record<string, string>>;
  readonly #ports: { readonly gateway: number; readonly stripe: number };
  readonly #environment = { ...process.env };
  readonly #clients: Client[] = [];
  #platform: Platform | undefined;

  private constructor(nats: NatsForTests, urls: Record<string, string>, ports: { gateway: number; stripe: number }) {
    this.#nats = nats;
    this.#urls = urls;
    this.#ports = ports;
    process.env.STOA_DATA_DIR = this.dataDir;
    for (const [name, url] of Object.entries(urls)) process.env[`STOA_${name.toUpperCase()}_DATABASE_URL`] = url;
  }

  /** Null where no nats-server is to be had: only a broker can be ahead of a database. */
  static async open(): Promise<RestorableShop | null> {
    const names = subgraphNames();
    const nats = await natsForTests(names);
    if (!nats) return null;
    const manifests = await loadManifests(names);
    const made = manifests.map(
      async (manifest) => [manifest.name, (await migratedDatabase(manifest, `restore_${process.pid}_${manifest.name}`)).url] as const,
    );
    const urls = Object.fromEntries(await Promise.all(made));
    return new RestorableShop(nats, urls, { gateway: await freePort(), stripe: await freePort() });
  }

  async start(): Promise<void> {
    const { server } = this.#nats;
    const { gateway, stripe } = this.#ports;
    const others = { carrierPort: 0, razorpayPort: 0, storePort: 0, muxPort: 0, mailPorts: { smtp: 0, page: 0 }, openIdPort: 0 };
    this.#platform = await startPlatform({
      serverUrl: process.env.STOA_TEST_POSTGRES_URL ?? '',
      databaseUrls: this.#urls,
      bus: { servers: [server.url], credentials: (domain) => server.credentials(domain) },
      environment: {},
      gatewayPort: gateway,
      sandbox: { stripePort: stripe, ...others },
      dataDir: this.dataDir,
      log: createLog('restore', process.env.LOG_LEVEL ?? 'silent'),
    });
  }

  async stop(): Promise<void> {
    for (const each of this.#clients.splice(0)) await each.close();
    await this.#platform?.stop();
    this.#platform = undefined;
  }

  get platform(): Platform {
    return this.#platform!;
  }

  client(token?: string): Client {
    const made = new Client(`http://127.0.0.1:${this.#ports.gateway}/graphql`, token);
    this.#clients.push(made);
    return made;
  }

  admin(): Promise<Client> {
    return asAdmin((token) => this.client(token));
  }

  readonly sql: Shop['sql'] = (domain, text, parameters) => this.platform.domains.get(domain)!.database.query(text, parameters);

  wakeJob(domain: string, job: string): void {
    this.platform.domains.get(domain)!.wakeJob(`${domain}.${job}`);
  }

  /**
   * Keeps a database as it is now. A copy on the server stands for `pg_dump`, which the embedded Postgres does not bring: both are what
   * the database held at one moment. Nobody may be connected to it meanwhile.
   */
  backUp(domain: string): Promise<void> {
    return onServer([`create database ${this.#prefix}${domain}_kept template ${this.#prefix}${domain}`]);
  }

  /** Puts what was kept in the place of the database. */
  restore(domain: string): Promise<void> {
    const [name, kept] = [`${this.#prefix}${domain}`, `${this.#prefix}${domain}_kept`];
    return onServer([`drop database ${name} with (force)`, `alter database ${kept} rename to ${name}`]);
  }

  /** What an operator types, and what is answered. */
  async operate(line: string): Promise<{ readonly code: number; readonly said: string }> {
    const said: string[] = [];
    const spies = (['log', 'error'] as const).map((stream) =>
      jest.spyOn(console, stream).mockImplementation((text: string) => void said.push(text)),
    );
    const code = await runCommandLine(line.split(' '));
    for (const spy of spies) spy.mockRestore();
    return { code, said: said.join('\n') };
  }

  async isAlarmed(domain: string): Promise<boolean> {
    return (await this.platform.health())[domain] === ALARMED;
  }

  untilAlarmed(domain: string): Promise<true> {
    return until(`the relay of ${domain} is alarmed`, async () => (await this.isAlarmed(domain)) || null);
  }

  untilCalm(domain: string): Promise<true> {
    return until(`the relay of ${domain} goes on`, async () => (await this.platform.health())[domain] === 'ok' || null);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#nats.remove();
    for (const name of Object.keys(this.#urls))
      for (const database of [`${this.#prefix}${name}`, `${this.#prefix}${name}_kept`])
        await dropDatabase(process.env.STOA_TEST_POSTGRES_URL ?? '', database);
    process.env = this.#environment;
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function onServer(statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.STOA_TEST_POSTGRES_URL });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
