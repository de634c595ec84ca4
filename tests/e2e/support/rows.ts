import { setTimeout as sleep } from 'node:timers/promises';
import { type Shop, until } from './shop.ts';

/** Tables in which the house keeps its own time, counts what was tried, writes down by itself what happened before, or what staff were refused. */
const CLOCKWORK = [
  ...['job_lease', 'event_lease', 'consumer_position', 'used_nonce', 'strict_count'],
  ...['provider_sweep', 'document_series', 'payment_document', 'staff_act', 'audit_entry'],
  ...['reconciliation', 'reconciliation_difference', 'reconciliation_cursor', 'closed_day', 'closing_balance'],
];

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

/** As long as nothing must have been written for all to be in its place: events travel in milliseconds. */
const QUIET_MS = 1_000;

/** The same once nothing is under way any more: what was done before may still be heard of elsewhere. */
export async function settledRows(shop: Shop, domains?: Iterable<string>): Promise<Record<string, number>> {
  return until('nothing is written any more', async () => {
    const now = await rows(shop, domains);
    await sleep(QUIET_MS);
    return JSON.stringify(await rows(shop, domains)) === JSON.stringify(now) && now;
  });
}
