import { type Cell, type Machine, reachableStates } from '../../machine/index.ts';
import type { Probe, Subject } from './probe.ts';

/** Reads each machine as a table, and the column that holds its states. */
export const machineProbe: Probe = {
  name: 'machines answer every trigger in every state, reach all their states, and the database knows the same ones',
  async faults(subject) {
    const faults: string[] = [];
    for (const machine of subject.manifest.machines) faults.push(...tableFaults(machine), ...(await columnFaults(subject, machine)));
    return faults;
  },
};

function tableFaults(machine: Machine): string[] {
  const faults: string[] = [];
  const states = new Set<string>(machine.states);
  for (const [trigger, row] of Object.entries(machine.triggers) as unknown as [string, readonly (Cell<string> | undefined)[]][])
    for (const [column, state] of [null, ...machine.states].entries()) {
      const cell = row[column];
      const where = `${machine.name}.${trigger} in ${state ?? 'no row'}`;
      if (!cell) faults.push(`${where} has no answer`);
      else if (cell.answer === 'move' && !states.has(cell.to)) faults.push(`${where} moves to ${cell.to}, which is no state`);
      else if (cell.answer === 'move' && state !== null && (machine.terminal as readonly string[]).includes(state))
        faults.push(`${where} moves, and ${state} is said to be terminal`);
    }
  const reachable = reachableStates(machine);
  return [...faults, ...machine.states.filter((state) => !reachable.has(state)).map((state) => `${machine.name} never comes to ${state}`)];
}

async function columnFaults({ subgraph }: Subject, machine: Machine): Promise<string[]> {
  const wanted = [...machine.states].sort().join(', ');
  const columns = enumColumns(subgraph.domain.database.orm).filter(({ items }) => items === wanted);
  if (columns.length === 0) return [`no entity has a column of ${machine.name}'s states: ${wanted}`];
  const faults: string[] = [];
  for (const { table, column } of columns) {
    const rows = await subgraph.sql.query<{ definition: string }>(
      `select pg_get_constraintdef(c.oid) as definition from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey) where c.contype = 'c' and c.conrelid = $1::regclass and a.attname = $2`,
      [`"${table}"`, column],
    );
    const checks = rows.map(({ definition }) =>
      [...definition.matchAll(/'([^']*)'/g)]
        .map(([, word]) => word!)
        .sort()
        .join(', '),
    );
    if (!checks.includes(wanted))
      faults.push(`${table}.${column} is to be one of ${wanted}; its checks say ${checks.join(' and ') || 'nothing'}`);
  }
  return faults;
}

function enumColumns(orm: Subject['subgraph']['domain']['database']['orm']): { table: string; column: string; items: string }[] {
  return [...orm.getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
    props
      .filter((prop) => prop.enum && prop.items)
      .map((prop) => ({ table: tableName, column: prop.fieldNames[0]!, items: prop.items!.map(String).sort().join(', ') })),
  );
}
