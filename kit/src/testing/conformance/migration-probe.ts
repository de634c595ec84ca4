import { eventTables } from '../../events/tables.ts';
import { Database, draftMigration, kitTables } from '../../persistence/index.ts';
import type { Manifest } from '../../subgraph/index.ts';
import { freshDatabase } from '../fresh-database.ts';
import type { Probe } from './probe.ts';

const REPLICAS = 3;

/** Builds the tables on empty databases, as a fresh machine does, and as several replicas that start at once do. */
export const migrationProbe: Probe = {
  name: 'migrations build what the entities say, once, however often and by however many they are run',
  async faults({ manifest }) {
    return [...(await onOne(manifest)), ...(await onSeveral(manifest))];
  },
};

const stepsOf = ({ migrations }: Manifest) => [...kitTables, ...eventTables, ...migrations];

const open = (manifest: Manifest, url: string): Promise<Database> =>
  Database.open({
    name: manifest.name,
    url,
    entities: manifest.entities,
    steps: stepsOf(manifest),
    poolSize: 2,
    sessionSettings: manifest.sessionSettings,
  });

async function onOne(manifest: Manifest): Promise<string[]> {
  const { url, drop } = await freshDatabase(manifest.name);
  const database = await open(manifest, url);
  try {
    await database.migrate();
    const drift = await draftMigration(database);
    const again = await database.migrate();
    return [
      ...drift.map((statement) => `the entities want what no migration does: ${statement}`),
      ...again.map((name) => `${name} was applied a second time`),
    ];
  } finally {
    await database.close();
    await drop();
  }
}

async function onSeveral(manifest: Manifest): Promise<string[]> {
  const { url, drop } = await freshDatabase(manifest.name);
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => open(manifest, url)));
  try {
    const applied = (await Promise.all(replicas.map((database) => database.migrate()))).flat().sort();
    const expected = stepsOf(manifest)
      .map((step) => step.name)
      .sort();
    return applied.join() === expected.join() ? [] : [`${REPLICAS} replicas applied ${applied.join(', ')}`];
  } catch (error) {
    return [`${REPLICAS} replicas that migrate at once fail: ${String(error)}`];
  } finally {
    await Promise.all(replicas.map((database) => database.close()));
    await drop();
  }
}
