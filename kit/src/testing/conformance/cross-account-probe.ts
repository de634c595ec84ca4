import { newId } from '../../persistence/uuid.ts';
import { exampleOperation, idArguments, rootFields } from '../example/example-operation.ts';
import { changedTables } from '../table-state.ts';
import { aBuyer, aGuest, aPasserBy, aSeller } from '../viewers.ts';
import { answerText, outcomeOf } from './outcome.ts';
import type { Fixture, Probe, Subject } from './probe.ts';

/** Who reaches for what is not theirs. Administrators may by right, so they are no strangers. */
const STRANGERS = { 'a passer-by': () => aPasserBy, 'another guest': aGuest, 'another buyer': aBuyer, 'another seller': aSeller } as const;

/** Calls everything that takes an id with the id of somebody else's row. */
export const crossAccountProbe: Probe = {
  name: "what is somebody else's answers just as what does not exist, and nothing is written",
  async faults(subject) {
    const faults = uncovered(subject);
    for (const fixture of subject.options.fixtures ?? []) {
      for (const argument of fixture.arguments ?? []) faults.push(...(await reach(subject, fixture, argument)));
      if (fixture.readableBy !== 'everyone') faults.push(...(await listed(subject, fixture)));
    }
    return faults;
  },
};

/** Ids that no fixture stands for: a probe that nobody wrote must not look like one that passed. */
function uncovered({ schema, options }: Subject): string[] {
  const covered = new Set([...(options.fixtures ?? []).flatMap((fixture) => fixture.arguments ?? []), ...Object.keys(options.open ?? {})]);
  const known = new Set(idArguments(schema));
  const paths = [...known]
    .filter((path) => !covered.has(path))
    .map((path) => `${path} takes an id: name it in a fixture, or in \`open\` with the reason`);
  const stale = (options.fixtures ?? [])
    .flatMap((fixture) => fixture.arguments ?? [])
    .filter((path) => !path.startsWith('Query.') && !known.has(path));
  return [...paths, ...stale.map((path) => `a fixture names ${path}, which takes no id`)];
}

async function reach({ subgraph, schema, options }: Subject, fixture: Fixture, argument: string): Promise<string[]> {
  const owner = fixture.owner();
  const id = await fixture.make(subgraph, owner);
  const beside = await fixture.beside?.(subgraph, owner);
  const nothing = newId();
  const path = argument.slice(0, argument.indexOf('('));
  const faults: string[] = [];
  const ask = async (viewer: typeof owner, which: string): Promise<string> => {
    const { query, variables } = exampleOperation(schema, path, { ...options.examples, ...beside, [argument]: which });
    return answerText(await outcomeOf(subgraph, viewer, query, variables), which);
  };
  for (const [name, stranger] of Object.entries(STRANGERS)) {
    const viewer = stranger();
    const before = await subgraph.state();
    const theirs = await ask(viewer, id);
    const written = changedTables(before, await subgraph.state());
    if (written.length > 0) faults.push(`${argument} with somebody's ${fixture.entity}, as ${name}, wrote to ${written.join(', ')}`);
    const none = await ask(viewer, nothing);
    if (theirs !== none) faults.push(`${argument} tells ${name} that a ${fixture.entity} exists: ${theirs} instead of ${none}`);
  }
  // Without this, arguments that are refused before any row is looked at would pass for safety.
  const none = await ask(owner, nothing);
  const own = await ask(owner, id);
  if (own === none)
    faults.push(`${argument} answers the owner of a ${fixture.entity} as if it did not exist, so nothing is proved: ${own}`);
  return faults;
}

/** No list that a stranger can ask for holds somebody's id. */
async function listed({ subgraph, schema, options }: Subject, fixture: Fixture): Promise<string[]> {
  const id = await fixture.make(subgraph, fixture.owner());
  const faults: string[] = [];
  for (const path of rootFields(schema).filter((candidate) => candidate.startsWith('Query.')))
    for (const [name, stranger] of Object.entries(STRANGERS)) {
      const { query, variables } = exampleOperation(schema, path, options.examples);
      const answer = JSON.stringify(await outcomeOf(subgraph, stranger(), query, variables));
      if (answer.includes(id)) faults.push(`${path} shows ${name} somebody's ${fixture.entity}`);
    }
  return faults;
}
