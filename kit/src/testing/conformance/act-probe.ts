import type { Viewer } from '../../auth/index.ts';
import { type Access, mayCall, mustBeDecided } from '../../policy/index.ts';
import { exampleOperation, rootFields } from '../example/example-operation.ts';
import { actingFor, anAdmin, aSeller } from '../viewers.ts';
import { outcomeOf } from './outcome.ts';
import type { Probe, Subject } from './probe.ts';

/** Calls every mutation as somebody of the staff who may do all, and as one who acts for a seller. */
export const actProbe: Probe = {
  name: 'whatever staff change, or are refused to change, is written down once, and for somebody they may do just what was decided',
  async faults(subject) {
    const faults: string[] = [];
    for (const path of rootFields(subject.schema).filter((each) => each.startsWith('Mutation.')))
      faults.push(...(await callAsStaff(subject, path)), ...(await callForSomebody(subject, path)));
    return faults;
  },
};

interface Called {
  /** The code of the refusal, if it was one. */
  readonly refused: unknown;
  /** What is written down of it. */
  readonly outcomes: readonly string[];
}

async function callAsStaff(subject: Subject, path: string): Promise<string[]> {
  const { refused, outcomes } = await call(subject, path, anAdmin());
  if (expectedAfter(refused).some((each) => String(each) === String(outcomes))) return [];
  return [`${path} as staff was answered ${String(refused ?? 'well')}, and what is written down is [${outcomes}]`];
}

async function callForSomebody(subject: Subject, path: string): Promise<string[]> {
  const access = accessOf(subject, path);
  const viewer = actingFor(aSeller());
  const { refused, outcomes } = await call(subject, path, viewer);
  const about = `${path} by staff who act for a seller was answered ${String(refused ?? 'well')}`;
  if (!mayCall(access, viewer)) return refused === 'FORBIDDEN' && outcomes.length === 0 ? [] : [`${about}, and is not for sellers`];
  const isAllowed = mustBeDecided(path, access) && subject.manifest.policies.some(({ acting }) => acting?.[path] === 'allowed');
  if (isAllowed === (refused === 'NOT_WHILE_ACTING'))
    return [`${about}, and the policy says that it is ${isAllowed ? 'allowed' : 'refused'}`];
  if (expectedAfter(refused).some((each) => String(each) === String(outcomes))) return [];
  return [`${about}, and what is written down is [${outcomes}]`];
}

const accessOf = ({ manifest }: Subject, path: string): Access =>
  manifest.policies.map(({ operations }) => operations?.[path]).find((access) => access !== undefined)!;

async function call({ subgraph, schema, options, manifest }: Subject, path: string, viewer: Viewer): Promise<Called> {
  const { query, variables } = exampleOperation(schema, path, options.examples);
  const { errors } = await outcomeOf(subgraph, viewer, query, variables);
  const rows = await subgraph.sql.query<{ outcome: string }>(
    `select outcome from ${manifest.staffActs!.table}
     where action = $1 and actor_id = $2 and on_behalf_of is not distinct from $3::uuid order by outcome`,
    [path.slice('Mutation.'.length), viewer.actorId ?? viewer.userId, viewer.actorId === undefined ? null : viewer.userId],
  );
  return {
    refused: errors?.find((error) => error.path?.length === 1)?.extensions?.code,
    outcomes: rows.map(({ outcome }) => outcome),
  };
}

/** What was mistyped is no act; what was refused after something had been committed says both. */
function expectedAfter(refused: unknown): readonly (readonly string[])[] {
  if (!refused) return [['DONE']];
  return [refused === 'BAD_USER_INPUT' ? [] : ['REFUSED'], ['DONE', 'FAILED']];
}
