import type { Viewer } from '../../auth/index.ts';
import { type GraphResult, graphNameOf } from '../../graphql/index.ts';
import { newId } from '../../persistence/uuid.ts';
import { exampleField, selectionOf } from '../example/example-operation.ts';
import { aBuyer, aGuest, aPasserBy, aSeller } from '../viewers.ts';
import { answerText } from './outcome.ts';
import type { Fixture, Probe, Subject } from './probe.ts';

const STRANGERS = { 'a passer-by': () => aPasserBy, 'another guest': aGuest, 'another buyer': aBuyer, 'another seller': aSeller } as const;

/** Asks for entities by key, as the gateway does on behalf of whoever it serves. */
export const entityProbe: Probe = {
  name: "an entity reached by its key shows a stranger no more than the entity's own policy does",
  async faults(subject) {
    const { options } = subject;
    const named = new Set([...(options.fixtures ?? []).map((fixture) => fixture.entity), ...Object.keys(options.open ?? {})]);
    const faults = entitiesOf(subject)
      .filter((entity) => !named.has(entity))
      .map((entity) => `${entity} is an entity: give a fixture, or name it in \`open\` with the reason`);
    for (const entity of entitiesOf(subject)) faults.push(...(await badKeys(subject, entity)));
    for (const fixture of options.fixtures ?? [])
      if (entitiesOf(subject).includes(fixture.entity)) faults.push(...(await reach(subject, fixture)));
    return faults;
  },
};

/** Entities that this subgraph answers for; stubs that only point elsewhere are not among them. */
const entitiesOf = ({ manifest }: Subject): string[] => manifest.references.map(({ type }) => graphNameOf(type));

async function reach(subject: Subject, fixture: Fixture): Promise<string[]> {
  const owner = fixture.owner();
  const id = await fixture.make(subject.subgraph, owner);
  return fixture.readableBy === 'everyone'
    ? guardedFields(subject, fixture.entity, owner, id)
    : wholeEntity(subject, fixture.entity, owner, id);
}

/** Keys that are none: there is nothing at them, and that is all. */
async function badKeys(subject: Subject, entity: string): Promise<string[]> {
  const selection = selectionOf(subject.schema.getType(entity) as never, 2);
  const faults: string[] = [];
  for (const key of ['', '1', '\u0000', "' or 1 = 1 --"]) {
    const result = await fetchEntity(subject, aSeller(), entity, key, selection);
    if (JSON.stringify(result.errors ?? []).includes('INTERNAL_SERVER_ERROR'))
      faults.push(`the entity ${entity} with the key ${JSON.stringify(key)} failed unforeseen`);
  }
  return faults;
}

/** Nothing of it may show, not even that it is there. */
async function wholeEntity(subject: Subject, entity: string, owner: Viewer, id: string): Promise<string[]> {
  const selection = selectionOf(subject.schema.getType(entity) as never, 2);
  const nothing = newId();
  const faults: string[] = [];
  for (const [name, stranger] of Object.entries(STRANGERS)) {
    const viewer = stranger();
    const theirs = answerText(await fetchEntity(subject, viewer, entity, id, selection), id);
    const none = answerText(await fetchEntity(subject, viewer, entity, nothing, selection), nothing);
    if (theirs !== none) faults.push(`the entity ${entity} tells ${name} that it exists: ${theirs} instead of ${none}`);
  }
  const own = answerText(await fetchEntity(subject, owner, entity, id, selection), id);
  const none = answerText(await fetchEntity(subject, owner, entity, nothing, selection), nothing);
  if (own === none) faults.push(`the entity ${entity} answers its owner as if it did not exist, so nothing is proved: ${own}`);
  return faults;
}

/** Anybody may see it, but not the fields that have a rule of their own. */
async function guardedFields(subject: Subject, entity: string, owner: Viewer, id: string): Promise<string[]> {
  const rules = subject.manifest.policies.flatMap((policy) => Object.entries(policy.fields ?? {}));
  const guarded = rules.filter(([path, rule]) => path.startsWith(`${entity}.`) && rule !== 'everyone').map(([path]) => path.split('.')[1]!);
  const faults: string[] = [];
  for (const field of guarded) {
    const selection = `{ ${exampleField(subject.schema, `${entity}.${field}`, subject.options.examples)} }`;
    for (const [name, stranger] of Object.entries(STRANGERS)) {
      const result = await fetchEntity(subject, stranger(), entity, id, selection);
      if (!refusedAt(result, field)) faults.push(`${entity}.${field} is shown to ${name}: ${JSON.stringify(result)}`);
    }
    const own = await fetchEntity(subject, owner, entity, id, selection);
    if (own.errors?.length) faults.push(`${entity}.${field} is refused to its owner, so nothing is proved: ${JSON.stringify(own.errors)}`);
  }
  return faults;
}

function refusedAt(result: GraphResult, field: string): boolean {
  const code = result.errors?.find((error) => error.path?.at(-1) === field)?.extensions?.code;
  const shown = (result.data?._entities as (Record<string, unknown> | null)[] | undefined)?.[0]?.[field];
  return ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'].includes(String(code)) && (shown ?? null) === null;
}

/** The representation claims that the row is the viewer's: only its key may be believed. */
async function fetchEntity({ subgraph }: Subject, viewer: Viewer, entity: string, id: string, selection: string): Promise<GraphResult> {
  const { userId, sellerId } = viewer;
  const claim = { __typename: entity, id, userId, ownerId: userId, buyerId: userId, sellerId };
  return subgraph
    .as(viewer)
    .request(`query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${entity} ${selection} } }`, { keys: [claim] });
}
