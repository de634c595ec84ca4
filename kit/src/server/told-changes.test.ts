import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer } from '../testing/index.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { call, type Replicas, startReplicas } from './testing/start-replicas.ts';

let replicas: Replicas;
beforeAll(async () => {
  replicas = await startReplicas(notes, 1);
});
afterAll(() => replicas.stop());

const viewer = aBuyer();

async function ask(query: string, variables?: object) {
  const { body } = await call(replicas.served[0]!.url, { body: JSON.stringify({ query, variables }), viewer, callee: 'notes' });
  expect(body).not.toHaveProperty('errors');
  return body as unknown as { data: Record<string, { id: string }>; extensions?: { changed?: { events: string[]; touches: object[] } } };
}

test('the answer to a mutation says what its events touch, once they are committed, and nothing else does', async () => {
  const written = await ask('mutation { writeNote(text: "milk") { id } }');
  const { id } = written.data['writeNote']!;
  expect(written.extensions).toBeUndefined();
  const closed = await ask('mutation ($id: ID!) { closeNote(id: $id) { id } }', { id });
  expect(closed.extensions).toEqual({
    changed: { events: [expect.any(String)], touches: [{ subgraph: 'notes', name: 'Note', id }] },
  });
  expect((await ask('query ($id: ID!) { note(id: $id) { id } }', { id })).extensions).toBeUndefined();
  expect((await ask('mutation ($id: ID!) { closeNote(id: $id) { id } }', { id })).extensions).toBeUndefined();
});
