import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database, databaseUrl } from '@stoa/kit/persistence';
import { ConfigurationError } from '@stoa/kit/subgraph';
import { type Configuration, databaseNameOf } from './configuration.ts';
import { postgresFolder } from './embedded-servers.ts';

/** Where a subgraph's database is: as configured, or in the Postgres that `stoa start` runs on this data folder. */
export function reachableDatabaseUrl(subgraph: string, configuration: Configuration): string {
  return configuration.databaseUrlOf(subgraph) ?? embeddedDatabaseUrl(configuration.dataDir, databaseNameOf(subgraph));
}

/** Does something in a subgraph's database as it stands, whether or not the subgraph runs. */
export async function inDatabase<T>(subgraph: string, configuration: Configuration, work: (database: Database) => Promise<T>): Promise<T> {
  const url = reachableDatabaseUrl(subgraph, configuration);
  const database = await Database.open({ name: subgraph, url, entities: [], steps: [], poolSize: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function embeddedDatabaseUrl(dataDir: string, name: string): string {
  const folder = postgresFolder(dataDir);
  const pidFile = join(folder, 'cluster', 'postmaster.pid');
  if (!existsSync(pidFile)) throw new ConfigurationError(`DATABASE_URL: must be set, since no embedded Postgres runs in ${dataDir}`);
  const port = readFileSync(pidFile, 'utf8').split('\n')[3]?.trim();
  const password = readFileSync(join(folder, 'superuser-password'), 'utf8').trim();
  return databaseUrl(`postgres://stoa:${password}@127.0.0.1:${port}/postgres`, name);
}
