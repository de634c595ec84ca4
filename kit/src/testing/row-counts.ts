import type { Sql } from '../persistence/index.ts';
import { BOOKKEEPING } from './table-state.ts';

/** How many rows each table has, but for those where a job that comes round meanwhile leaves some. */
export async function rowCounts(sql: Sql): Promise<Record<string, number>> {
  const tables = await sql.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by relname`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    if (BOOKKEEPING.includes(name)) continue;
    const [row] = await sql.query<{ count: string }>(`select count(*) as count from "${name}"`);
    counts[name] = Number(row!.count);
  }
  return counts;
}
