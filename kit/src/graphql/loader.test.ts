import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, startTestSubgraph, statementsDuring, type TestSubgraph } from '../testing/index.ts';
import { noteReference } from '../testing/notes/note.resolver.ts';
import { noteFixture, notes } from '../testing/notes/notes-domain.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph.stop());

const owner = aBuyer();
const ENTITIES = 'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Note { id text } } }';

test('a hundred entities are one statement, each at its place, the unknown and the unreadable as null', async () => {
  const own = await Promise.all(Array.from({ length: 100 }, () => noteFixture.make(subgraph, owner)));
  const foreign = await noteFixture.make(subgraph, aBuyer());
  const ids = [own[0], 'garbage', ...own, foreign, own[0]];
  let found: ({ id: string } | null)[] = [];
  const statements = await statementsDuring(subgraph, async () => {
    const keys = ids.map((id) => ({ __typename: 'Note', id }));
    found = (await subgraph.as(owner).query<{ _entities: typeof found }>(ENTITIES, { keys }))._entities;
  });
  expect(statements).toHaveLength(1);
  expect(found.map((note) => note?.id ?? null)).toEqual([own[0], null, ...own, null, own[0]]);
});

test('only garbage asks the database nothing', async () => {
  const keys = ['', 'x', '1'].map((id) => ({ __typename: 'Note', id }));
  expect(await statementsDuring(subgraph, () => subgraph.as(owner).query(ENTITIES, { keys }))).toEqual([]);
});

test('what a request has loaded is read again after its own transaction', async () => {
  const id = await noteFixture.make(subgraph, owner);
  const context = subgraph.context(owner);
  expect(await context.load(noteReference.loader, id)).toMatchObject({ text: 'milk' });
  await context.transact(({ sql }) => sql.query(`update note set text = 'bread' where id = $1`, [id]));
  expect(await context.load(noteReference.loader, id)).toMatchObject({ text: 'bread' });
});

test('two requests share nothing that they have loaded', async () => {
  const id = await noteFixture.make(subgraph, owner);
  const [one, other] = [subgraph.context(owner), subgraph.context(owner)];
  expect(await one.load(noteReference.loader, id)).not.toBe(await other.load(noteReference.loader, id));
});

test('more entities than one call may ask about are refused before any is looked up', async () => {
  const keys = Array.from({ length: 1_001 }, () => ({ __typename: 'Note', id: 'x' }));
  const asked = subgraph.as(owner).query(ENTITIES, { keys });
  await expect(asked).rejects.toMatchObject({ code: 'OPERATION_TOO_LARGE' });
  await expect(subgraph.as(owner).query(ENTITIES, { keys: keys.slice(1) })).resolves.toMatchObject({ _entities: { length: 1_000 } });
});
