import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requestReplay } from '@stoa/kit/events';
import { Database, databaseUrl } from '@stoa/kit/persistence';
import { ConfigurationError, type Manifest } from '@stoa/kit/subgraph';
import { type Configuration, databaseNameOf } from '../configuration.ts';
import { postgresFolder } from '../embedded-servers.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { loadManifests, subgraphNames } from '../workspace.ts';

/** Asks for a subgraph's events again, for one consumer. The request is a row in the consumer's database, so it need not run. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const { from, to, after = '0' } = flags;
  if (words.join(' ') !== 'replay') throw new UsageError('what there is: `stoa events replay --from <publisher> --to <consumer>`');
  if (typeof from !== 'string' || typeof to !== 'string') throw new UsageError('a replay needs --from and --to');
  const wrong = [from, to].find((name) => !subgraphNames().includes(name));
  if (wrong) throw new UsageError(`there is no subgraph ${wrong}; there are ${subgraphNames().join(', ')}`);
  if (!/^\d+$/.test(String(after))) throw new UsageError('--after must be a place in the stream, 0 for all of it');
  const [consumer] = await loadManifests([to]);
  if (!consumer?.handlers.some(({ contract }) => contract.domain === from)) throw new UsageError(`${to} handles no events of ${from}`);
  await request(consumer, from, Number(after), configuration);
  console.log(`${to} reads the events of ${from} again, from after place ${after}; a running one begins within some seconds`);
}

async function request({ name }: Manifest, stream: string, after: number, configuration: Configuration): Promise<void> {
  const url = configuration.databaseUrlOf(name) ?? embeddedDatabaseUrl(configuration.dataDir, databaseNameOf(name));
  const database = await Database.open({ name, url, entities: [], steps: [], poolSize: 1 });
  try {
    await requestReplay(database, stream, { after });
  } finally {
    await database.close();
  }
}

/** The Postgres that `stoa start` runs on this data folder. */
function embeddedDatabaseUrl(dataDir: string, name: string): string {
  const folder = postgresFolder(dataDir);
  const pidFile = join(folder, 'cluster', 'postmaster.pid');
  if (!existsSync(pidFile)) throw new ConfigurationError(`DATABASE_URL: must be set, since no embedded Postgres runs in ${dataDir}`);
  const port = readFileSync(pidFile, 'utf8').split('\n')[3]?.trim();
  const password = readFileSync(join(folder, 'superuser-password'), 'utf8').trim();
  return databaseUrl(`postgres://stoa:${password}@127.0.0.1:${port}/postgres`, name);
}
