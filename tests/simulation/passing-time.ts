import type { SmallWorld } from './small-world.ts';

/** What the kit keeps of events stays as it is: a delivery that is only late must not become one that is given up. */
const NOT_MOVED = /^(outbox|inbox|dead_letter|event_|consumer_|relay_|used_nonce|migration|stoa_)/;

const moved = new WeakMap<SmallWorld, ReadonlyMap<string, string>>();

/** Minutes pass, for all domains at once: they reckon by their databases' clocks, so every moment that they keep is moved back. */
export async function minutesPass(world: SmallWorld, minutes: number): Promise<void> {
  let statements = moved.get(world);
  if (!statements) moved.set(world, (statements = await statementsOf(world)));
  for (const [domain, text] of statements) await world.rows(domain, text.replaceAll('$1', String(minutes)));
}

async function statementsOf(world: SmallWorld): Promise<Map<string, string>> {
  const statements = new Map<string, string>();
  for (const domain of world.domains.keys()) {
    const columns = await world.rows<{ table: string; column: string }>(
      domain,
      `select table_name as table, column_name as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where table_schema = 'public' and data_type = 'timestamp with time zone' and table_type = 'BASE TABLE' and is_generated = 'NEVER'`,
    );
    const tables = Map.groupBy(
      columns.filter(({ table }) => !NOT_MOVED.test(table)),
      ({ table }) => table,
    );
    const updates = [...tables].map(([table, of]) => {
      const sets = of.map(({ column }) => `"${column}" = "${column}" - make_interval(mins => $1)`);
      return `update "${table}" set ${sets.join(', ')}`;
    });
    // Triggers that refuse a change refuse one that somebody makes, and time is nobody.
    if (updates.length > 0) statements.set(domain, ['set local session_replication_role = replica', ...updates].join(';\n'));
  }
  return statements;
}
