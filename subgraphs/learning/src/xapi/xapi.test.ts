import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { type RecordStore, startRecordStore } from '@stoa/sandbox/index';
import manifest from '../index.ts';
import { aChapter, aCourse, aLecture, aStudent } from '../testing/given-course.ts';
import { neighbours } from '../testing/neighbours.ts';
import { sendStatements } from './send-statements.job.ts';
import { idOf } from './statements.ts';

let store: RecordStore;
let learning: TestSubgraph;
let teacher: Viewer;
beforeAll(async () => {
  store = await startRecordStore({ port: 0, username: 'stoa', password: 'secret' });
  const environment = { XAPI_ENDPOINT: store.url, XAPI_USERNAME: 'stoa', XAPI_PASSWORD: 'secret', STOA_PUBLIC_URL: 'https://shop.example' };
  learning = await startTestSubgraph(manifest, { commands: neighbours(), environment });
  teacher = aSeller();
});
afterAll(async () => {
  await learning?.stop();
  await store?.close();
});
beforeEach(() => store.answerWith(null));

async function aCourseOfTwo() {
  const productId = await aCourse(learning, teacher);
  const chapter = await aChapter(learning, teacher, productId);
  const lectures = [await aLecture(learning, teacher, chapter), await aLecture(learning, teacher, chapter)];
  const { student } = await aStudent(learning, teacher, productId);
  return { productId, lectures, student };
}
const report = (student: Viewer, input: object) =>
  learning
    .as(student)
    .query('mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { status } }', { input: input as never });
const toldOf = (student: Viewer) =>
  [...store.statements.values()].filter(({ actor }) => (actor as { account: { name: string } }).account.name === student.userId) as {
    verb: { id: string };
    object: { id: string };
    result: object;
  }[];
const saidOf = (student: Viewer) =>
  toldOf(student).map(({ verb, object }) => `${verb.id.split('/').at(-1)} ${object.id.slice('https://shop.example/'.length)}`);
const waiting = () =>
  learning.sql.query<{ attempts: number; refusal: string | null; later: boolean | null }>(
    'select attempts, refusal, next_try_at > now() as later from xapi_statement',
  );

test('each lecture, what is done of the course then, and its end are told once, and of nobody by name', async () => {
  const { productId, lectures, student } = await aCourseOfTwo();
  for (const lectureId of [lectures[0], lectures[0], lectures[1]]) await report(student, { productId, lectureId });
  await learning.run(sendStatements);
  await learning.run(sendStatements);
  expect(saidOf(student).sort()).toEqual(
    [`completed courses/${productId}`, ...lectures.map((id) => `completed lectures/${id}`), `progressed courses/${productId}`].sort(),
  );
  const [progressed] = toldOf(student).filter(({ verb }) => verb.id.endsWith('progressed'));
  expect(progressed!.result).toEqual({ completion: false, extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 50 } });
  expect(JSON.stringify(toldOf(student))).not.toContain('Ada');
  expect(await waiting()).toEqual([]);
});

test('a store that is down is told later, and one that has them already is told in vain', async () => {
  const { productId, lectures, student } = await aCourseOfTwo();
  store.answerWith(503);
  await report(student, { productId, lectureId: lectures[0] });
  await learning.run(sendStatements);
  const kept = await waiting();
  expect(kept).toHaveLength(2);
  for (const each of kept) expect(each).toEqual({ attempts: 1, refusal: expect.stringContaining('503'), later: true });
  const copies = await learning.sql.query('select id, statement from xapi_statement');
  store.answerWith(null);
  await learning.sql.query('update xapi_statement set next_try_at = now()');
  await learning.run(sendStatements);
  expect(saidOf(student)).toHaveLength(2);
  await learning.sql.query(
    'insert into xapi_statement (id, statement) select id, statement from jsonb_to_recordset($1) as copy (id uuid, statement jsonb)',
    [JSON.stringify(copies)],
  );
  await learning.run(sendStatements);
  expect([await waiting(), saidOf(student).length]).toEqual([[], 2]);
});

test('one that is never taken keeps no other back, and stays to be looked at', async () => {
  const { productId, lectures, student } = await aCourseOfTwo();
  store.answerWith(503);
  await report(student, { productId, lectureId: lectures[0] });
  await learning.run(sendStatements);
  store.answerWith(null);
  await learning.sql.query(`insert into xapi_statement (id, statement) values (gen_random_uuid(), '{"id": "none"}')`);
  await learning.sql.query('update xapi_statement set next_try_at = now()');
  await learning.run(sendStatements);
  await learning.run(sendStatements);
  expect(saidOf(student)).toHaveLength(2);
  expect(await waiting()).toEqual([{ attempts: 1, refusal: expect.stringContaining('400'), later: null }]);
  await learning.sql.query('delete from xapi_statement');
});

test('an id is made of what is said', () => {
  expect(idOf(['a', 'b', 50])).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(idOf(['a', 'b', 50])).toBe(idOf(['a', 'b', 50]));
  expect(idOf(['a', 'b', 50])).not.toBe(idOf(['a', 'b', 51]));
});
