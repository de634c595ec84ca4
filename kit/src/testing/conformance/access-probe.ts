import type { Scope, Viewer } from '../../auth/index.ts';
import type { GraphResult } from '../../graphql/index.ts';
import type { Access } from '../../policy/index.ts';
import { exampleOperation, rootFields } from '../example/example-operation.ts';
import { changedTables } from '../table-state.ts';
import { aBuyer, aGuest, anAdmin, aPasserBy, aSeller } from '../viewers.ts';
import { outcomeOf } from './outcome.ts';
import type { Probe, Subject } from './probe.ts';

const VIEWERS = {
  'a passer-by': () => aPasserBy,
  'a guest': aGuest,
  'a buyer': aBuyer,
  'a seller': aSeller,
  'an admin of no scope': () => anAdmin([]),
  'an admin of every scope': () => anAdmin(),
} as const;
type Kind = keyof typeof VIEWERS;

/** What the words of a policy table mean, said a second time and independently of the code that enforces them. */
const STAFF: readonly Kind[] = ['an admin of no scope', 'an admin of every scope'];
const ADMITTED: Readonly<Record<Exclude<Access, Scope>, readonly Kind[]>> = {
  everyone: ['a passer-by', 'a guest', 'a buyer', 'a seller', ...STAFF],
  guests: ['a guest', 'a buyer', 'a seller', ...STAFF],
  authenticated: ['a buyer', 'a seller', ...STAFF],
  sellers: ['a seller', ...STAFF],
};
const admitted = (access: Access): readonly Kind[] =>
  access in ADMITTED ? ADMITTED[access as keyof typeof ADMITTED] : ['an admin of every scope'];

/** Sentences of the policy itself; a use case that refuses has words of its own. */
const REFUSALS = { UNAUTHENTICATED: 'Log in first', FORBIDDEN: 'Your account may not do that' } as const;

/** Calls every root field as every kind of account. */
export const accessProbe: Probe = {
  name: 'each kind of account may call just what the policy table says, and nothing fails unforeseen',
  async faults(subject) {
    const faults: string[] = [];
    const accessOf = new Map(subject.manifest.policies.flatMap((policy) => Object.entries(policy.operations ?? {})));
    for (const path of rootFields(subject.schema))
      for (const kind of Object.keys(VIEWERS) as Kind[]) faults.push(...(await call(subject, path, kind, accessOf.get(path)!)));
    const silent = [...subject.subgraph.unanswered];
    if (silent.length > 0) faults.push(`these were asked and nobody answers them: give \`commands\` for ${silent.join(', ')}`);
    return faults;
  },
};

async function call({ subgraph, schema, options }: Subject, path: string, kind: Kind, access: Access): Promise<string[]> {
  const { query, variables } = exampleOperation(schema, path, options.examples);
  const viewer: Viewer = VIEWERS[kind]();
  const before = await subgraph.state();
  const result = await outcomeOf(subgraph, viewer, query, variables);
  const about = `${path} as ${kind}`;
  if (JSON.stringify(result.errors ?? []).includes('INTERNAL_SERVER_ERROR'))
    return [`${about} failed unforeseen with ${JSON.stringify(variables)}`];
  const refused = policyRefusal(result);
  if (admitted(access).includes(kind)) return refused ? [`${about} was refused with ${refused}, and the table admits ${access}`] : [];
  const expected = kind === 'a passer-by' || kind === 'a guest' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  if (refused !== expected) return [`${about} should be ${expected}, and was answered ${JSON.stringify(result)}`];
  const written = changedTables(before, await subgraph.state());
  return written.length > 0 ? [`${about} was refused and still wrote to ${written.join(', ')}`] : [];
}

function policyRefusal({ errors = [] }: GraphResult): string | null {
  const atRoot = errors.find((error) => error.path?.length === 1);
  const code = atRoot?.extensions?.code as keyof typeof REFUSALS | undefined;
  return code && atRoot!.message === REFUSALS[code] ? code : null;
}
