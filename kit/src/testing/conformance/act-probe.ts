import { exampleOperation, rootFields } from '../example/example-operation.ts';
import { anAdmin } from '../viewers.ts';
import { outcomeOf } from './outcome.ts';
import type { Probe, Subject } from './probe.ts';

/** Calls every mutation as somebody of the staff who may do all. */
export const actProbe: Probe = {
  name: 'whatever staff change, or are refused to change, is written down once',
  async faults(subject) {
    const faults: string[] = [];
    for (const path of rootFields(subject.schema).filter((each) => each.startsWith('Mutation.')))
      faults.push(...(await call(subject, path)));
    return faults;
  },
};

async function call({ subgraph, schema, options, manifest }: Subject, path: string): Promise<string[]> {
  const action = path.slice('Mutation.'.length);
  const viewer = anAdmin();
  const kept = async (): Promise<string[]> => {
    const rows = await subgraph.sql.query<{ outcome: string }>(
      `select outcome from ${manifest.staffActs!.table} where action = $1 and actor_id = $2`,
      [action, viewer.userId],
    );
    return rows.map(({ outcome }) => outcome);
  };
  const { query, variables } = exampleOperation(schema, path, options.examples);
  const { errors } = await outcomeOf(subgraph, viewer, query, variables);
  const refused = errors?.find((error) => error.path?.length === 1)?.extensions?.code;
  const outcomes = (await kept()).sort();
  if (expectedAfter(refused).some((each) => String(each) === String(outcomes))) return [];
  return [`${path} as staff was answered ${String(refused ?? 'well')}, and what is written down is [${outcomes}]`];
}

/** What was mistyped is no act; what was refused after something had been committed says both. */
function expectedAfter(refused: unknown): readonly (readonly string[])[] {
  if (!refused) return [['DONE']];
  return [refused === 'BAD_USER_INPUT' ? [] : ['REFUSED'], ['DONE', 'FAILED']];
}
