import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../persistence/index.ts';
import { defineSubgraph } from '../subgraph/index.ts';
import { aBuyer, actingFor, anAdmin, answering, startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { importNote, recordActs } from '../testing/notes/note.contracts.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import type { ToldAct } from './staff-acts.ts';

let subgraph: TestSubgraph;
let told: ToldAct[] = [];
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes, {
    commands: [
      answering(recordActs, async ({ acts }) => {
        told.push(...acts);
        return {};
      }),
    ],
  });
});
afterAll(() => subgraph?.stop());

const CLOSE = 'mutation ($id: ID!) { closeNote(id: $id) { id } }';
const aNote = async (): Promise<string> => (await subgraph.answer(importNote, { ownerId: newId(), text: 'milk' }, { key: newId() })).noteId;
const keptOf = (actorId: string | null) =>
  subgraph.sql.query<{ action: string; outcome: string; code: string | null; subject_type: string; subject_id: string }>(
    'select action, outcome, code, subject_type, subject_id from staff_act where actor_id = $1 order by id',
    [actorId],
  );

test('what staff change is written down with it, and what others change is not', async () => {
  const [admin, buyer] = [anAdmin(), aBuyer()];
  const id = await aNote();
  await subgraph.as(admin).query(CLOSE, { id });
  expect(await keptOf(admin.userId)).toEqual([{ action: 'closeNote', outcome: 'DONE', code: null, subject_type: 'Note', subject_id: id }]);
  await subgraph.as(buyer).query('mutation { writeNote(text: "bread") { id } }');
  expect(await keptOf(buyer.userId)).toEqual([]);
});

test('what is made is written down by the id that it got', async () => {
  const admin = anAdmin();
  const { writeNote } = await subgraph.as(admin).query<{ writeNote: { id: string } }>('mutation { writeNote(text: "bread") { id } }');
  expect(await keptOf(admin.userId)).toMatchObject([{ action: 'writeNote', subject_type: 'Note', subject_id: writeNote.id }]);
});

test('what staff are refused is written down with its code; what was mistyped is not', async () => {
  const admin = anAdmin([]);
  await expect(subgraph.as(admin).query(CLOSE, { id: await aNote() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(subgraph.as(admin).query(CLOSE, { id: 'no id' })).rejects.toMatchObject({});
  expect((await keptOf(admin.userId))[0]).toMatchObject({ action: 'closeNote', outcome: 'REFUSED', code: 'NOT_FOUND' });
});

test('what staff change for somebody, or are refused for them, is written down as theirs, and told so', async () => {
  const [colleague, buyer] = [anAdmin([]), aBuyer()];
  const acting = actingFor(buyer, colleague);
  const { noteId: id } = await subgraph.answer(importNote, { ownerId: buyer.userId!, text: 'milk' }, { key: newId() });
  await subgraph.as(acting).query(CLOSE, { id });
  await expect(subgraph.as(acting).query('mutation { writeNote(text: "bread") { id } }')).rejects.toMatchObject({
    code: 'NOT_WHILE_ACTING',
  });
  expect(await keptOf(colleague.userId)).toMatchObject([
    { action: 'closeNote', outcome: 'DONE', subject_id: id },
    { action: 'writeNote', outcome: 'REFUSED', code: 'NOT_WHILE_ACTING' },
  ]);
  expect(await subgraph.sql.query('select from note where owner_id = $1', [buyer.userId])).toHaveLength(1);
  told = [];
  await subgraph.run(notes.staffActs!.jobs[0]!);
  expect(told.filter(({ actorId }) => actorId === colleague.userId).map(({ onBehalfOf }) => onBehalfOf)).toEqual([
    buyer.userId,
    buyer.userId,
  ]);
});

test('an effect whose act cannot be written down does not happen', async () => {
  const id = await aNote();
  await subgraph.sql.query(`alter table staff_act add constraint broken check (action <> 'closeNote') not valid`);
  await expect(subgraph.as(anAdmin()).query(CLOSE, { id })).rejects.toThrow();
  expect(await subgraph.sql.query('select status from note where id = $1', [id])).toEqual([{ status: 'OPEN' }]);
  await subgraph.sql.query('alter table staff_act drop constraint broken');
});

test('acts are told once, and nobody changes them', async () => {
  const admin = anAdmin();
  const id = await aNote();
  await subgraph.as(admin).query(CLOSE, { id });
  const [job] = notes.staffActs!.jobs;
  told = [];
  for (let count = 0; count < 2; count++) await subgraph.run(job!);
  expect(told.filter(({ actorId }) => actorId === admin.userId)).toMatchObject([{ action: 'closeNote', subjectId: id, outcome: 'DONE' }]);
  expect(new Set(told.map((act) => act.id)).size).toBe(told.length);
  for (const change of [
    "update staff_act set action = 'nothing'",
    'update staff_act set told = false',
    'delete from staff_act',
    'truncate staff_act',
  ])
    await expect(subgraph.sql.query(change)).rejects.toThrow('what staff did is written once');
});

test('a domain with mutations that does not say where it writes down what staff do does not start', () => {
  const { staffActs: _left, personalData: _data, ...rest } = notes;
  expect(() => defineSubgraph(rest)).toThrow('notes has Mutation.writeNote and no staffActs');
});
