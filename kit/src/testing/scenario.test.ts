import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../persistence/index.ts';
import { aBuyer, scenarioOn, startTestSubgraph, type TestSubgraph } from './index.ts';
import { LetterCame, NoteClosed } from './notes/note.contracts.ts';
import { Note } from './notes/note.entity.ts';
import { notes } from './notes/notes-domain.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph.stop());

const { given, when, then } = scenarioOn(() => subgraph);
const owner = aBuyer();
const close = (note: Note) => subgraph.as(owner).query('mutation ($id: ID!) { closeNote(id: $id) { id } }', { id: note.id });

test('a letter leaves other notes alone', async () => {
  const note = await given(Note.write(owner.userId!, 'milk'));
  await when(LetterCame, { letterId: newId(), readerId: owner.userId!, subject: 'A greeting' });
  await then.unchanged(note);
  await then.notEmitted(NoteClosed);
});

test('closing a note tells it', async () => {
  const note = await given(Note.write(owner.userId!, 'milk'));
  await close(note);
  expect(await then.emitted(NoteClosed, { noteId: note.id })).toEqual({ noteId: note.id });
  expect(await then.now(note)).toMatchObject({ status: 'CLOSED' });
  await expect(then.unchanged(note)).rejects.toThrow();
  await expect(then.notEmitted(NoteClosed)).rejects.toThrow();
});

test('what was told before a scenario begins is not part of it', async () => {
  const note = await given(Note.write(owner.userId!, 'milk'));
  await close(note);
  await given(Note.write(owner.userId!, 'bread'));
  await then.notEmitted(NoteClosed);
  await expect(then.emitted(NoteClosed)).rejects.toThrow();
});
