import type { Sql } from '../persistence/index.ts';

/** Tables whose rows say where work stands, or what was tried, not what it did. */
export const BOOKKEEPING = ['applied_step', 'consumer_position', 'event_lease', 'job_lease', 'strict_count'];
/** Columns that the relay fills in its own time. */
const RELAYED = ['stream_sequence', 'stored_at', 'lost_sequence'];

/** A hash of every table's rows, by table: two equal states mean that nothing was written in between. */
export type TableState = Readonly<Record<string, string>>;

export interface StateOptions {
  /** Moments left out, since setting the same deadline again moves it. */
  readonly withoutTimes?: boolean;
  /** Tables left out. */
  readonly except?: readonly string[];
}

/** Hashes all tables of a domain, the outbox and the inbox among them. */
export async function stateOfTables(sql: Sql, { withoutTimes = false, except = [] }: StateOptions = {}): Promise<TableState> {
  const columns = await sql.query<{ table_name: string; column_name: string; data_type: string }>(
    `select c.relname::text as table_name, a.attname::text as column_name, format_type(a.atttypid, null) as data_type
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by c.relname, a.attnum`,
  );
  const tables = Map.groupBy(columns, (column) => column.table_name);
  const state: Record<string, string> = {};
  for (const [table, members] of tables) {
    if (BOOKKEEPING.includes(table) || except.includes(table)) continue;
    const kept = members.filter(({ column_name: column, data_type: type }) => {
      if (table === 'outbox' && RELAYED.includes(column)) return false;
      return !(withoutTimes && type.startsWith('timestamp'));
    });
    const row = `row(${kept.map(({ column_name: column }) => `"${column}"`).join(', ')})::text`;
    const [hash] = await sql.query<{ state: string | null }>(
      `select md5(string_agg(${row}, chr(10) order by ${row})) as state from "${table}"`,
    );
    state[table] = hash!.state ?? 'empty';
  }
  return state;
}

/** The tables whose rows differ between two states. */
export const changedTables = (before: TableState, after: TableState): string[] =>
  Object.keys(after).filter((table) => before[table] !== after[table]);
