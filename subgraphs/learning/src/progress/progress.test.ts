import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, answering, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { describeUsers } from '@stoa/schema/commands/identity';
import { EnrollmentCompleted } from '@stoa/schema/events/learning';
import { LineRefunded } from '@stoa/schema/events/payments';
import { issueCertificates } from '../certificate/issue-certificates.job.ts';
import manifest from '../index.ts';
import { aChapter, aCourse, aFilmedLecture, aLecture, aRefundOf, aStudent } from '../testing/given-course.ts';
import { neighbours } from '../testing/neighbours.ts';

let learning: TestSubgraph;
let teacher: Viewer;
beforeAll(async () => {
  learning = await startTestSubgraph(manifest, { commands: neighbours() });
  teacher = aSeller();
});
afterAll(() => learning?.stop());

interface Seen {
  readonly status: string;
  readonly progressPercentage: number;
  readonly totalWatchTimeSeconds: number;
  readonly completedAt: string | null;
  readonly certificate: { readonly number: string; readonly url: string } | null;
}
const UPDATE = `mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { status progressPercentage totalWatchTimeSeconds completedAt
  certificate { number url } lectures { watchedSeconds completedAt lecture { id } } } }`;
const update = async (student: Viewer, input: object): Promise<Seen> =>
  (await learning.as(student).query<{ updateProgress: Seen }>(UPDATE, { input })).updateProgress;

/** A course of lectures so many seconds long; 0: without a video. */
async function aCourseOf(...durations: number[]) {
  const productId = await aCourse(learning, teacher);
  const chapter = await aChapter(learning, teacher, productId);
  const lectures: string[] = [];
  for (const seconds of durations)
    lectures.push(
      seconds === 0 ? await aLecture(learning, teacher, chapter) : (await aFilmedLecture(learning, teacher, chapter, seconds)).lectureId,
    );
  const { student, order } = await aStudent(learning, teacher, productId);
  return { productId, chapter, lectures, student, order };
}

test('watching all of it, in pieces and over again, leads to 100 %, the certificate and its page', async () => {
  const { productId, lectures, student } = await aCourseOf(100, 200, 0);
  const watched = (lecture: number, fromSeconds: number, watchedSeconds: number) =>
    update(student, { productId, lectureId: lectures[lecture], fromSeconds, watchedSeconds });
  expect(await watched(0, 0, 50)).toMatchObject({ status: 'ACTIVE', progressPercentage: 16.66, totalWatchTimeSeconds: 50 });
  expect(await watched(0, 0, 50)).toMatchObject({ progressPercentage: 16.66, totalWatchTimeSeconds: 50 });
  expect(await watched(0, 40, 60)).toMatchObject({ progressPercentage: 33.33, totalWatchTimeSeconds: 100 });
  expect(await watched(1, 100, 100)).toMatchObject({ progressPercentage: 50 });
  expect(await watched(1, 0, 95)).toMatchObject({ progressPercentage: 66.66, completedAt: null, certificate: null });
  const done = await update(student, { productId, lectureId: lectures[2] });
  expect(done).toMatchObject({
    ...{ status: 'COMPLETED', progressPercentage: 100, totalWatchTimeSeconds: 295, completedAt: expect.any(String) },
    certificate: { number: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/) },
    lectures: [{ watchedSeconds: 100, lecture: { id: lectures[0] } }, { watchedSeconds: 195 }, { watchedSeconds: 0 }],
  });
  expect(done.certificate!.url).toBe(`http://127.0.0.1:4000/certificates/${done.certificate!.number}`);
  expect(await update(student, { productId, lectureId: lectures[1], watchedSeconds: 200 })).toMatchObject({
    ...{ status: 'COMPLETED', completedAt: done.completedAt, totalWatchTimeSeconds: 300, certificate: done.certificate },
  });
  expect((await learning.emitted(EnrollmentCompleted)).filter(({ courseId }) => courseId === productId)).toHaveLength(1);
});

test('claims count as far as the server has seen it, and less than before changes nothing', async () => {
  const { productId, lectures, student } = await aCourseOf(100, 0);
  expect(await update(student, { productId, progressPercentage: 100, totalWatchTimeSeconds: 3_600 })).toMatchObject({
    ...{ status: 'ACTIVE', progressPercentage: 50, totalWatchTimeSeconds: 3_600 },
  });
  expect(await update(student, { productId, progressPercentage: 10, totalWatchTimeSeconds: 5 })).toMatchObject({
    ...{ progressPercentage: 50, totalWatchTimeSeconds: 3_600 },
  });
  await update(student, { productId, lectureId: lectures[0], watchedSeconds: 95 });
  expect(await update(student, { productId, progressPercentage: 100 })).toMatchObject({ status: 'COMPLETED' });
});

test('no more is counted than could have been played since the last report', async () => {
  const { productId, lectures, student } = await aCourseOf(7_200);
  const report = () => update(student, { productId, lectureId: lectures[0], watchedSeconds: 7_200 });
  const first = (await report()).totalWatchTimeSeconds;
  expect(first).toBeGreaterThanOrEqual(600);
  expect(first).toBeLessThan(1_000);
  await learning.sql.query(`update enrollment set watched_at = watched_at - interval '10 minutes' where course_id = $1`, [productId]);
  const second = (await report()).totalWatchTimeSeconds;
  expect(second - first).toBeGreaterThanOrEqual(1_200);
  expect(second - first).toBeLessThan(1_600);
  await learning.sql.query(`update enrollment set watched_at = watched_at - interval '1 month' where course_id = $1`, [productId]);
  expect(await report()).toMatchObject({ status: 'COMPLETED', totalWatchTimeSeconds: 7_200 });
});

test('reports that come at once are all counted, and none twice', async () => {
  const { productId, lectures, student } = await aCourseOf(500, 100);
  const pieces = [0, 20, 40, 60, 80, 20];
  await Promise.all(pieces.map((fromSeconds) => update(student, { productId, lectureId: lectures[0], fromSeconds, watchedSeconds: 20 })));
  expect(await update(student, { productId })).toMatchObject({ totalWatchTimeSeconds: 100, progressPercentage: 10 });
});

test('a report costs one statement to read and one to write, and one that says nothing new writes nothing', async () => {
  const { productId, lectures, student } = await aCourseOf(500, 100);
  const text = 'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { progressPercentage } }';
  const report = () => learning.as(student).query(text, { input: { productId, lectureId: lectures[0], watchedSeconds: 20 } });
  expect(await statementsDuring(learning, report)).toHaveLength(2);
  expect(await statementsDuring(learning, report)).toHaveLength(2);
});

test('what is refused: other people’s courses, lectures of another one, what is not there yet, and what was given back', async () => {
  const { productId, chapter, lectures, student, order } = await aCourseOf(100);
  const other = await aCourseOf(100);
  const later = await aLecture(learning, teacher, chapter, { availableFrom: new Date(Date.now() + 3_600_000).toISOString() });
  const refused = (viewer: Viewer, input: object, refusal: object) => expect(update(viewer, input)).rejects.toMatchObject(refusal);
  await refused(aBuyer(), { productId, progressPercentage: 50 }, { code: 'NOT_FOUND' });
  await refused(student, { productId: newId(), progressPercentage: 50 }, { code: 'NOT_FOUND' });
  await refused(student, { productId, lectureId: other.lectures[0] }, { code: 'NOT_FOUND' });
  await refused(student, { productId, lectureId: later }, { code: 'BAD_USER_INPUT', details: { field: 'lectureId' } });
  await refused(student, { productId, progressPercentage: 101 }, { code: 'BAD_USER_INPUT' });
  await refused(student, { productId, lectureId: lectures[0], watchedSeconds: -1 }, { code: 'BAD_USER_INPUT' });
  await learning.deliver(LineRefunded, aRefundOf(order));
  await refused(student, { productId, progressPercentage: 50 }, { code: 'INVALID_TRANSITION' });
});

test('a new lecture takes no progress away, and one that is removed leaves what was done', async () => {
  const { productId, chapter, lectures, student } = await aCourseOf(100, 100);
  await update(student, { productId, lectureId: lectures[0], watchedSeconds: 100 });
  await aFilmedLecture(learning, teacher, chapter, 100);
  expect(await update(student, { productId, lectureId: lectures[1], watchedSeconds: 10 })).toMatchObject({
    progressPercentage: 50,
    totalWatchTimeSeconds: 110,
  });
  await learning.as(teacher).query('mutation ($id: ID!) { removeLecture(lectureId: $id) { id } }', { id: lectures[0] });
  expect(await update(student, { productId })).toMatchObject({ progressPercentage: 50, totalWatchTimeSeconds: 110 });
});

test('a certificate that could not be written at once is written when it comes round, and once', async () => {
  learning.play(answering(describeUsers, () => ({ users: [] })));
  const { productId, student } = await aCourseOf(0);
  expect(await update(student, { productId, progressPercentage: 100 })).toMatchObject({ status: 'COMPLETED', certificate: null });
  for (const command of neighbours()) learning.play(command);
  await Promise.all([learning.run(issueCertificates), learning.run(issueCertificates)]);
  const { certificate } = await update(student, { productId });
  expect(certificate).not.toBeNull();
  await learning.run(issueCertificates);
  expect((await update(student, { productId })).certificate).toEqual(certificate);
});
