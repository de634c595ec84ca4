import { audit } from '../../../cli/src/audit/audit.ts';
import { consumersOf, machinesOf } from '../../../cli/src/audit/books.ts';
import { loadManifests } from '../../../cli/src/workspace.ts';
import { readProviders } from '../../torture/open-books.ts';
import { type Shop, until } from './shop.ts';

/** Waits until nothing is under way any more and every invariant holds, the providers' journals included, or tells which one does not. */
export async function everythingAgrees(shop: Shop): Promise<void> {
  const domains = [...shop.platform.domains.keys()];
  const manifests = await loadManifests(domains);
  const known = { domains, rows: shop.sql, consumers: consumersOf(manifests), machines: machinesOf(manifests) };
  let violations: Awaited<ReturnType<typeof audit>>['violations'] = [];
  const settled = until('everything agrees', async () => {
    const provider = await readProviders(shop.dataDir);
    violations = (await audit({ ...known, provider }, { settled: true })).violations;
    // What was paid is written down when the job comes round, which need not be waited for.
    if (violations.length > 0) shop.wakeJob('payments', 'issueDocuments');
    return violations.length === 0;
  });
  await settled.catch((error: unknown) => {
    if (violations.length === 0) throw error;
    throw new Error(`not everything agrees: ${JSON.stringify(violations, null, 2)}`);
  });
}
