import type { Shop } from '../support/shop.ts';

/** The tables, of all domains, in which any of these words stands, in whatever column; what is sent by events is in tables too. */
export async function findEverywhere(shop: Shop, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const patterns = words.map((word) => `%${word}%`);
  for (const domain of shop.platform.domains.keys()) {
    const tables = await shop.sql<{ name: string }>(
      domain,
      `select quote_ident(schemaname) || '.' || quote_ident(relname) as name from pg_stat_user_tables order by 1`,
    );
    for (const { name } of tables) {
      const rows = await shop.sql(domain, `select from ${name} as row where row::text ilike any($1) limit 1`, [patterns]);
      if (rows.length > 0) found.push(`${domain} ${name}`);
    }
  }
  return found;
}
