import { Database } from '@stoa/kit/persistence';
import { audit } from '../audit/audit.ts';
import { consumersOf, machinesOf } from '../audit/books.ts';
import { reachableDatabaseUrl } from '../reach-database.ts';
import type { Invocation } from '../verb.ts';
import { loadManifests, subgraphNames } from '../workspace.ts';

/**
 * Looks at what must always be true, in the databases as they stand and without changing anything. With `--settled` also at what is
 * true once nothing is under way, so that on a marketplace where people buy just now it finds what merely is not done yet.
 */
export async function run({ flags, configuration }: Invocation): Promise<void> {
  const manifests = await loadManifests(subgraphNames());
  const domains = manifests.map(({ name }) => name);
  const databases = new Map<string, Database>();
  try {
    for (const name of domains)
      databases.set(
        name,
        await Database.open({ name, url: reachableDatabaseUrl(name, configuration), entities: [], steps: [], poolSize: 1 }),
      );
    const books = {
      domains,
      rows: <Row extends object>(domain: string, sql: string) => databases.get(domain)!.query<Row>(sql),
      // What the providers have in their books is compared by payments every night.
      provider: null,
      consumers: consumersOf(manifests),
      machines: machinesOf(manifests),
    };
    const { checked, violations } = await audit(books, { settled: flags.settled === true });
    for (const { invariant, what } of violations) console.log(`${invariant}: ${what}`);
    if (violations.length > 0) throw new Error(`${violations.length} violations, of ${checked.length} invariants looked at`);
    console.log(`${checked.length} invariants looked at, and all of them hold`);
  } finally {
    for (const database of databases.values()) await database.close();
  }
}
