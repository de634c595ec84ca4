import { Database } from '@stoa/kit/persistence';
import type { Configuration } from '../configuration.ts';
import { forgottenCheckouts, resumeCheckouts } from '../forgotten-checkouts.ts';
import { reachableDatabaseUrl } from '../reach-database.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';

const CONCERNED = ['cart', 'orders', 'payments', 'inventory', 'fulfillment'];
/** A backup is rarely older, and what is looked at is compared one by one. */
const DAYS = 7;

/** Shows purchases of which a domain knows nothing that was set back to before them, or has them gone through again. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const [what, ...more] = words;
  if (more.length > 0 || !['list', 'resume'].includes(what ?? ''))
    throw new UsageError('what there is: `stoa checkouts list` and `resume`');
  const since = sinceOf(flags.since);
  await inDatabases(configuration, async (databases) => {
    const ask = <Row extends object>(domain: string, sql: string, parameters?: readonly unknown[]): Promise<Row[]> =>
      databases.get(domain)!.query<Row>(sql, parameters);
    const forgotten = await forgottenCheckouts(ask, since);
    for (const { orderId, by } of forgotten) console.log(`${by} does not know of order ${orderId}`);
    if (forgotten.length === 0) return console.log(`every purchase since ${since.toISOString()} is known to all who have a part in it`);
    if (what === 'list') return console.log(`${forgotten.length} in all; \`stoa checkouts resume\` has them gone through again`);
    await resumeCheckouts(ask, forgotten);
    console.log(`${forgotten.length} in all; they are gone through again within some seconds, where cart and orders run`);
  });
}

function sinceOf(flag: string | boolean | undefined): Date {
  const since = flag === undefined ? new Date(Date.now() - DAYS * 86_400_000) : new Date(String(flag));
  if (Number.isNaN(since.getTime())) throw new UsageError('--since must be a moment, such as 2026-01-31 or 2026-01-31T09:00:00Z');
  return since;
}

async function inDatabases(
  configuration: Configuration,
  work: (databases: ReadonlyMap<string, Database>) => Promise<unknown>,
): Promise<void> {
  const databases = new Map<string, Database>();
  try {
    for (const name of CONCERNED) {
      const url = reachableDatabaseUrl(name, configuration);
      databases.set(name, await Database.open({ name, url, entities: [], steps: [], poolSize: 1 }));
    }
    await work(databases);
  } finally {
    for (const database of databases.values()) await database.close();
  }
}
