import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '@stoa/kit/observability';
import { type FreshDatabase, migratedDatabase } from '@stoa/kit/testing';
import { LogInDocument } from '@stoa/schema/generated/operations/e2e';
import { type Platform, type PlatformOptions, startPlatform } from 'stoa/platform';
import { loadManifests, subgraphNames } from '../../../cli/src/workspace.ts';
import { Client } from './client.ts';

/** A whole marketplace for one suite: its own databases, ports and folders. */
export interface Shop {
  readonly platform: Platform;
  /** Where the sandboxes keep their journals, among other things. */
  readonly dataDir: string;
  /** A client of the gateway; anonymous without a token. */
  client(token?: string): Client;
  admin(): Promise<Client>;
  /** Plain SQL in one domain's database, to look and to move deadlines. */
  sql<Row extends object>(domain: string, text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Has a job of a domain look again now, instead of when it comes round. */
  wakeJob(domain: string, job: string): void;
  close(): Promise<void>;
}

let started = 0;

/** A client of the administrator whom the first start of a shop makes. */
export async function asAdmin(client: (token?: string) => Client, password = 'stoa-admin'): Promise<Client> {
  const { logIn } = await client().ask(LogInDocument, { input: { email: 'admin@stoa.test', password } });
  return client(logIn.accessToken);
}

export async function openShop(overrides: Partial<PlatformOptions> = {}): Promise<Shop> {
  const serverUrl = process.env.STOA_TEST_POSTGRES_URL ?? '';
  const databases = await openDatabases(`shop_${process.pid}_${started++}_`);
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-shop-'));
  const platform = await startPlatform({
    serverUrl,
    databaseUrls: Object.fromEntries([...databases].map(([domain, { url }]) => [domain, url])),
    bus: 'embedded',
    environment: {},
    gatewayPort: 0,
    sandbox: { stripePort: 0, carrierPort: 0, razorpayPort: 0, storePort: 0, muxPort: 0, mailPorts: { smtp: 0, page: 0 }, openIdPort: 0 },
    dataDir,
    log: createLog('shop', process.env.LOG_LEVEL ?? 'silent'),
    ...overrides,
  });
  const clients: Client[] = [];
  const client = (token?: string): Client => {
    const made = new Client(platform.url, token);
    clients.push(made);
    return made;
  };
  return {
    platform,
    dataDir,
    client,
    admin: () => asAdmin(client),
    sql: (domain, text, parameters) => platform.domains.get(domain)!.database.query(text, parameters),
    wakeJob: (domain, job) => platform.domains.get(domain)!.wakeJob(`${domain}.${job}`),
    close: async () => {
      for (const each of clients) await each.close();
      await platform.stop();
      for (const { drop } of databases.values()) await drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Databases in which every domain finds its tables made. */
async function openDatabases(prefix: string): Promise<ReadonlyMap<string, FreshDatabase>> {
  const manifests = await loadManifests(subgraphNames());
  const made = manifests.map(async (manifest) => [manifest.name, await migratedDatabase(manifest, `${prefix}${manifest.name}`)] as const);
  return new Map(await Promise.all(made));
}

/** Waits until a condition holds. The bound is generous: it is there to fail, not to measure. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>, patienceMs = 60_000): Promise<T> {
  for (const givesUpAtMs = Date.now() + patienceMs; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > givesUpAtMs) throw new Error(`waited in vain until ${what}`);
    await sleep(25);
  }
}
