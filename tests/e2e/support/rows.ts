import type { Shop } from './shop.ts';

/** Tables in which the house keeps its own time, or counts what was tried. */
const CLOCKWORK = ['job_lease', 'event_lease', 'consumer_position', 'used_nonce', 'strict_count'];

/** How many rows each table of these domains has: the same before and after means that nothing was written. */
export async function rows(shop: Shop, domains: Iterable<string> = shop.platform.domains.keys()): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const domain of domains) {
    const tables = await shop.sql<{ name: string }>(
      domain,
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    const counted = tables
      .filter(({ name }) => !CLOCKWORK.includes(name))
      .map(({ name }) => `select '${domain}.${name}' as name, count(*)::int as count from "${name}"`);
    for (const { name, count } of await shop.sql<{ name: string; count: number }>(domain, counted.join(' union all ')))
      counts[name] = count;
  }
  return counts;
}
