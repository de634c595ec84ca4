import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { noteFixture, notes } from '../testing/notes/notes-domain.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph.stop());

const WATCH = 'subscription ($id: ID!) { noteChanged(id: $id) { status } }';
const CLOSE = 'mutation ($id: ID!) { closeNote(id: $id) { id } }';

test('a subscriber sees the present state, then each change', async () => {
  const owner = aBuyer();
  const id = await noteFixture.make(subgraph, owner);
  const changes = await subgraph.as(owner).watch(WATCH, { id });
  expect(await changes.next()).toEqual({ noteChanged: { status: 'OPEN' } });
  const next = changes.next();
  await subgraph.as(owner).query(CLOSE, { id });
  expect(await next).toEqual({ noteChanged: { status: 'CLOSED' } });
  await changes.end();
});

test('a subscriber who leaves while nothing happens leaves no listener behind', async () => {
  const owner = aBuyer();
  const id = await noteFixture.make(subgraph, owner);
  const changes = await subgraph.as(owner).watch(WATCH, { id });
  await changes.next();
  const waiting = changes.next().catch((error: Error) => error.message);
  await new Promise((resolve) => setImmediate(resolve));
  await changes.end();
  expect(await waiting).toBe('the subscription has ended');
  expect(subgraph.domain.wakes.size).toBe(0);
});

test('a subscriber who leaves before asking for anything leaves no listener behind', async () => {
  const owner = aBuyer();
  const changes = await subgraph.as(owner).watch(WATCH, { id: await noteFixture.make(subgraph, owner) });
  await changes.end();
  expect(subgraph.domain.wakes.size).toBe(0);
});
