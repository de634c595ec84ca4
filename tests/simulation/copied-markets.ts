import type { Sql } from '@stoa/kit/persistence';
import type { Offer } from './market-day.ts';

/** What the kit keeps for itself, and no copy needs. */
const NOT_COPIED = /^(applied_step|used_nonce|idempotency_key|job_lease|dead_letter|relay|consumer|stream|event)(_.*)?$/;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){4}[0-9a-f]{8}/g;
/** What is unique and no id, in rows and in events. */
const NAMED = /("(?:sku|slug)": ?)"([^"]+)"/g;

/**
 * The n-th copy of whatever is told of a market: the same with other ids, but for those that were there before it. They differ from
 * the first one's in their last digits only, so they sort alike.
 */
const copyOf = (text: string, n: number, before: ReadonlySet<string> = new Set()): string =>
  text
    .replace(UUID, (id) => (before.has(id) ? id : id.slice(0, -4) + (Number.parseInt(id.slice(-4), 16) ^ n).toString(16).padStart(4, '0')))
    .replace(NAMED, (_all, name: string, value: string) => `${name}"${value}-${n}"`);

/** The first market and so many copies of it. */
export const copiedOffers = (first: readonly Offer[], copies: number): Offer[][] =>
  Array.from({ length: copies + 1 }, (_, n) => JSON.parse(copyOf(JSON.stringify(first), n)) as Offer[]);

/** All ids in a database. */
export async function idsIn(database: Sql): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const table of await tablesOf(database))
    for (const row of await rowsOf(database, table)) for (const id of row.match(UUID) ?? []) ids.add(id);
  return ids;
}

interface Table {
  readonly name: string;
  readonly columns: string;
}

async function tablesOf(database: Sql): Promise<Table[]> {
  const tables = await database.query<Table>(
    `select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER' and is_identity = 'NO'
       and coalesce(column_default, '') not like 'nextval%'
       and not (select relispartition from pg_class where oid = to_regclass(format('public.%I', table_name)))
     group by table_name order by table_name`,
  );
  return tables.filter(({ name }) => !NOT_COPIED.test(name));
}

async function rowsOf(database: Sql, { name }: Table): Promise<string[]> {
  const rows = await database.query<{ row: string }>(
    `select to_jsonb(t)::text as row from "${name}" t ${name === 'outbox' ? 'order by position' : ''}`,
  );
  return rows.map(({ row }) => row);
}

/**
 * Copies all that the first market has left in one domain's database, beside what was there before: making another as the first was
 * made takes a hundred times as long.
 */
export async function copyRows(database: Sql, before: ReadonlySet<string>, copies: number): Promise<void> {
  // Rows come in the order of their tables' names, and their references are those of the first market, which were looked at.
  await database.query('set session_replication_role = replica');
  for (const table of await tablesOf(database)) {
    const texts = (await rowsOf(database, table)).filter((row) => row.match(UUID)?.some((id) => !before.has(id)));
    if (texts.length === 0) continue;
    const { name, columns } = table;
    for (let n = 1; n <= copies; n += 1)
      await database.query(`insert into "${name}" (${columns}) select ${columns} from jsonb_populate_recordset(null::"${name}", $1)`, [
        `[${texts.map((text) => copyOf(text, n, before)).join(',')}]`,
      ]);
  }
}
