import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { eventTables } from '../events/index.ts';
import { applySteps, createDatabases, databaseUrl, dropDatabase, kitTables, type Sql, type TableStep } from '../persistence/index.ts';
import type { Manifest } from '../subgraph/index.ts';

/** Whoever makes a template keeps all others from it, who would make the same. */
const TEMPLATE_LOCK = 7_305_117;

export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** The Postgres server of this test run. */
function testServerUrl(): string {
  const url = process.env.STOA_TEST_POSTGRES_URL;
  if (!url) throw new Error('STOA_TEST_POSTGRES_URL is not set; the global setup of the tests sets it');
  return url;
}

const dropped = (name: string): FreshDatabase => ({
  url: databaseUrl(testServerUrl(), name),
  drop: () => dropDatabase(testServerUrl(), name),
});

const nameFor = (what: string): string => `test_${what.replaceAll('-', '_')}_${randomUUID().slice(0, 8)}`;

/** Makes an empty database of its own, and says how to drop it. */
export async function freshDatabase(what: string): Promise<FreshDatabase> {
  const name = nameFor(what);
  await createDatabases(testServerUrl(), [name]);
  return dropped(name);
}

/** The same with a domain's tables in it: a copy of one that was migrated once on this server, which costs a tenth of migrating another. */
export async function migratedDatabase(manifest: Manifest, name = nameFor(manifest.name)): Promise<FreshDatabase> {
  const steps = [...kitTables, ...eventTables, ...manifest.migrations];
  await connected(testServerUrl(), async (server) => {
    await server.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const template = await templateOf(server, manifest.name, steps);
    await server.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
    await server.query(`create database ${name} template ${template}`);
  });
  return dropped(name);
}

/** Its name tells of what steps it is, since a server may outlive a test run, and a step that run. */
async function templateOf(server: Client, domain: string, steps: readonly TableStep[]): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(steps)).digest('hex').slice(0, 12);
  const name = `template_${domain.replaceAll('-', '_')}_${digest}`;
  const { rowCount } = await server.query('select from pg_database where datname = $1', [name]);
  if (rowCount) return name;
  const making = `${name}_making`;
  await server.query(`drop database if exists ${making}`);
  await server.query(`create database ${making}`);
  await connected(databaseUrl(testServerUrl(), making), (client) => migrate(client, steps));
  // Somebody who dies in the middle leaves nothing that looks like a template.
  await server.query(`alter database ${making} rename to ${name}`);
  return name;
}

async function migrate(client: Client, steps: readonly TableStep[]): Promise<void> {
  const sql: Sql = {
    query: async <Row extends object>(text: string, parameters: readonly unknown[] = []) =>
      (await client.query<Row>(text, parameters.length > 0 ? [...parameters] : undefined)).rows,
  };
  const transaction = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    await client.query('begin');
    const done = await work(sql);
    await client.query('commit');
    return done;
  };
  await applySteps({ ...sql, transaction }, steps);
}

async function connected<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
