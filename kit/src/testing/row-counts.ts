import type { Sql } from '../persistence/index.ts';

/** How many rows each table has. */
export async function rowCounts(sql: Sql): Promise<Record<string, number>> {
  const tables = await sql.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by relname`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await sql.query<{ count: string }>(`select count(*) as count from "${name}"`);
    counts[name] = Number(row!.count);
  }
  return counts;
}
