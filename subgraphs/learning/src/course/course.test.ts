import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { mayWatch } from '@stoa/schema/commands/learning';
import { claimVideo } from '@stoa/schema/commands/media';
import { ProductArchived, ProductUpdated } from '@stoa/schema/events/catalog';
import { LectureRemoved } from '@stoa/schema/events/learning';
import { VideoReady } from '@stoa/schema/events/media';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import {
  ATTACH,
  aChapter,
  aCourse,
  aFilmedLecture,
  aLecture,
  anOrderOf,
  aProductOf,
  aRefundOf,
  aStudent,
} from '../testing/given-course.ts';
import { neighbours } from '../testing/neighbours.ts';

let learning: TestSubgraph;
let teacher: Viewer;
beforeAll(async () => {
  learning = await startTestSubgraph(manifest, { commands: neighbours() });
  teacher = aSeller();
});
afterAll(() => learning?.stop());

interface CourseSeen {
  readonly enrollmentCount: number;
  readonly durationSeconds: number;
  readonly chapters: readonly {
    readonly id: string;
    readonly title: string;
    readonly position: number;
    readonly lectures: readonly { readonly title: string; readonly position: number; readonly video: { readonly id: string } | null }[];
  }[];
}
const LOOK = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Product { course { enrollmentCount durationSeconds
  chapters { id title position lectures { title position durationSeconds availableFrom video { id } } } } } } }`;

async function look(viewer: Viewer, ...productIds: string[]) {
  const keys = productIds.map((id) => ({ __typename: 'Product', id }));
  const { data, errors = [] } = await learning.as(viewer).request(LOOK, { keys });
  const { _entities } = data as { _entities: { course: CourseSeen | null }[] };
  return { courses: _entities.map(({ course }) => course), codes: errors.map(({ extensions }) => extensions?.code) };
}
const courseOf = async (viewer: Viewer, productId: string): Promise<CourseSeen> => (await look(viewer, productId)).courses[0]!;
const shapeOf = async (productId: string) =>
  (await courseOf(teacher, productId)).chapters.map(({ title, position, lectures }) => [
    `${position} ${title}`,
    ...lectures.map((lecture) => `${lecture.position} ${lecture.title}`),
  ]);
const ask = (viewer: Viewer, text: string, variables: object) => learning.as(viewer).query(text, variables as never);
const UPDATE_LECTURE =
  'mutation ($id: ID!, $input: UpdateLectureInput!) { updateLecture(lectureId: $id, input: $input) { title position } }';
const UPDATE_CHAPTER =
  'mutation ($id: ID!, $input: UpdateChapterInput!) { updateChapter(chapterId: $id, input: $input) { title position } }';

describe('a teacher', () => {
  test('adds, names, moves and removes chapters and lectures, and positions have no gap', async () => {
    const productId = await aCourse(learning, teacher);
    const [one, two] = [await aChapter(learning, teacher, productId, 'One'), await aChapter(learning, teacher, productId, 'Two')];
    await aLecture(learning, teacher, one, { title: 'b' });
    await aLecture(learning, teacher, one, { title: 'a', position: 1 });
    const moved = await aLecture(learning, teacher, one, { title: 'c', position: 99 });
    await aLecture(learning, teacher, two, { title: 'd' });
    expect(await shapeOf(productId)).toEqual([
      ['1 One', '1 a', '2 b', '3 c'],
      ['2 Two', '1 d'],
    ]);
    expect(await ask(teacher, UPDATE_LECTURE, { id: moved, input: { title: 'C', position: 2 } })).toEqual({
      updateLecture: { title: 'C', position: 2 },
    });
    expect(await shapeOf(productId)).toEqual([
      ['1 One', '1 a', '2 C', '3 b'],
      ['2 Two', '1 d'],
    ]);
    await ask(teacher, UPDATE_LECTURE, { id: moved, input: { chapterId: two, position: 1 } });
    expect(await ask(teacher, UPDATE_CHAPTER, { id: two, input: { title: 'Zwei', position: 1 } })).toEqual({
      updateChapter: { title: 'Zwei', position: 1 },
    });
    expect(await shapeOf(productId)).toEqual([
      ['1 Zwei', '1 C', '2 d'],
      ['2 One', '1 a', '2 b'],
    ]);
    await ask(teacher, 'mutation ($id: ID!) { removeLecture(lectureId: $id) { id } }', { id: moved });
    await ask(teacher, 'mutation ($id: ID!) { removeChapter(chapterId: $id) { id } }', { id: one });
    expect(await shapeOf(productId)).toEqual([['1 Zwei', '1 d']]);
  });

  test('adds many lectures at once, each at a position of its own', async () => {
    const productId = await aCourse(learning, teacher);
    const chapter = await aChapter(learning, teacher, productId);
    await Promise.all([1, 2, 3, 4, 5].map(() => aLecture(learning, teacher, chapter, { position: 1 })));
    expect((await courseOf(teacher, productId)).chapters[0]!.lectures.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  });

  test('may come before catalog’s event, which fills in the rest, and whose older ones change nothing', async () => {
    const productId = newId();
    const described = { productId, sellerId: teacher.sellerId!, kind: 'COURSE' as const, status: 'DRAFT' as const };
    learning.play(answering(describeProducts, () => ({ products: [described] })));
    await aChapter(learning, teacher, productId, 'Early');
    expect((await look(aBuyer(), productId)).courses).toEqual([null]);
    await learning.deliver(ProductUpdated, aProductOf(teacher.sellerId!, { productId }), { aggregateVersion: 2 });
    await learning.deliver(ProductUpdated, aProductOf(teacher.sellerId!, { productId, status: 'DRAFT' }), { aggregateVersion: 1 });
    expect((await courseOf(aBuyer(), productId)).chapters).toMatchObject([{ title: 'Early' }]);
    learning.play(answering(describeProducts, () => ({ products: [{ ...described, productId: newId(), kind: 'PHYSICAL' as const }] })));
    await expect(aChapter(learning, teacher, newId())).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    learning.play(answering(describeProducts, () => ({ products: [] })));
    await expect(aChapter(learning, teacher, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of another course changes nothing, and a buyer may not even try', async () => {
    const productId = await aCourse(learning, teacher);
    const chapter = await aChapter(learning, teacher, productId);
    await expect(aLecture(learning, aSeller(), chapter)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(aLecture(learning, aBuyer(), chapter)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(aLecture(learning, anAdmin(), chapter)).resolves.toEqual(expect.any(String));
  });
});

describe('a lecture that is taken out', () => {
  const remove = (lectureId: string) => ask(teacher, 'mutation ($id: ID!) { removeLecture(lectureId: $id) { id } }', { id: lectureId });
  const removed = async (courseId: string) => (await learning.emitted(LectureRemoved)).filter((event) => event.courseId === courseId);

  test('is told of with its video, by itself or with its chapter', async () => {
    const courseId = await aCourse(learning, teacher);
    const chapter = await aChapter(learning, teacher, courseId);
    const [bare, filmed] = [await aLecture(learning, teacher, chapter), await aFilmedLecture(learning, teacher, chapter, 30)];
    await remove(bare);
    expect(await removed(courseId)).toEqual([{ lectureId: bare, courseId, fileId: null }]);
    await ask(teacher, 'mutation ($id: ID!) { removeChapter(chapterId: $id) { id } }', { id: chapter });
    expect((await removed(courseId)).slice(1)).toEqual([{ ...filmed, courseId }]);
  });

  test('while its video is claimed is told of once more, after the claim', async () => {
    const courseId = await aCourse(learning, teacher);
    const [lectureId, fileId] = [await aLecture(learning, teacher, await aChapter(learning, teacher, courseId)), newId()];
    learning.play(
      answering(claimVideo, async () => {
        await remove(lectureId);
        return { fileId, status: 'READY' as const, durationSeconds: 5 };
      }),
    );
    await expect(ask(teacher, ATTACH, { lectureId, fileId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const command of neighbours()) learning.play(command);
    expect(await removed(courseId)).toEqual([
      { lectureId, courseId, fileId: null },
      { lectureId, courseId, fileId },
    ]);
  });
});

describe('a video', () => {
  test('is claimed from media for its teacher, and its length is known whichever is heard of first', async () => {
    const productId = await aCourse(learning, teacher);
    const chapter = await aChapter(learning, teacher, productId);
    const [lectureId, fileId] = [await aLecture(learning, teacher, chapter), newId()];
    await learning.deliver(VideoReady, { fileId, ownerId: teacher.userId!, durationSeconds: 90, processingSeconds: 4 });
    await ask(teacher, ATTACH, { lectureId, fileId });
    await aFilmedLecture(learning, teacher, chapter, 30);
    expect(learning.asked(claimVideo).find(({ input }) => input.fileId === fileId)!.input).toEqual({
      ownerId: teacher.userId,
      fileId,
      lectureId,
    });
    expect((await courseOf(teacher, productId)).durationSeconds).toBe(120);
    const other = await aLecture(learning, teacher, chapter);
    await expect(ask(teacher, ATTACH, { lectureId: other, fileId })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'fileId' },
    });
  });

  test('is watched by students, its teacher and admins; a preview by everybody; nothing of a draft, and nothing before its time', async () => {
    const productId = await aCourse(learning, teacher);
    const chapter = await aChapter(learning, teacher, productId);
    const paid = await aFilmedLecture(learning, teacher, chapter, 60);
    const preview = await aFilmedLecture(learning, teacher, chapter, 60, { preview: true });
    const later = await aFilmedLecture(learning, teacher, chapter, 60, { availableFrom: new Date(Date.now() + 3_600_000).toISOString() });
    const { student } = await aStudent(learning, teacher, productId);
    const all = [paid, preview, later].map(({ fileId }) => fileId);
    const seenBy = async (viewer: Viewer) => {
      const { courses, codes } = await look(viewer, productId);
      const files = courses[0]!.chapters[0]!.lectures.map(({ video }) => video?.id ?? null);
      const asked = await learning.answer(mayWatch, { userId: viewer.userId, fileIds: [...all, newId()] }, { viewer });
      if (viewer.accountType !== 'ADMIN') expect(asked.fileIds.sort()).toEqual(files.filter((id) => id !== null).sort());
      return { files, codes };
    };
    expect(await seenBy(student)).toEqual({ files: [paid.fileId, preview.fileId, null], codes: [] });
    expect(await seenBy(teacher)).toEqual({ files: all, codes: [] });
    expect(await seenBy(anAdmin())).toEqual({ files: all, codes: [] });
    expect(await seenBy(aBuyer())).toEqual({ files: [null, preview.fileId, null], codes: ['FORBIDDEN', 'FORBIDDEN'] });
    expect(await seenBy(aPasserBy)).toEqual({ files: [null, preview.fileId, null], codes: ['UNAUTHENTICATED', 'UNAUTHENTICATED'] });
    const draft = await aCourse(learning, teacher, { status: 'DRAFT' });
    const hidden = await aFilmedLecture(learning, teacher, await aChapter(learning, teacher, draft), 60, { preview: true });
    expect((await look(aPasserBy, draft)).courses).toEqual([null]);
    expect(await learning.answer(mayWatch, { userId: null, fileIds: [hidden.fileId] })).toEqual({ fileIds: [] });
  });

  test('is not watched by whoever gave the course back, which is no fault of their question', async () => {
    const productId = await aCourse(learning, teacher);
    const { fileId } = await aFilmedLecture(learning, teacher, await aChapter(learning, teacher, productId), 60);
    const { student, order } = await aStudent(learning, teacher, productId);
    await learning.deliver(LineRefunded, aRefundOf(order));
    const { courses, codes } = await look(student, productId);
    expect([courses[0]!.chapters[0]!.lectures[0]!.video, codes]).toEqual([null, []]);
    expect(await learning.answer(mayWatch, { userId: student.userId, fileIds: [fileId] })).toEqual({ fileIds: [] });
  });

  test('is still watched once the course is not sold any more', async () => {
    const productId = await aCourse(learning, teacher);
    const { fileId } = await aFilmedLecture(learning, teacher, await aChapter(learning, teacher, productId), 60);
    const { student } = await aStudent(learning, teacher, productId);
    await learning.deliver(ProductArchived, { productId, sellerId: teacher.sellerId! }, { aggregateVersion: 2 });
    expect((await courseOf(student, productId)).chapters[0]!.lectures[0]!.video).toEqual({ id: fileId });
  });
});

test('all that somebody learns is read by as many statements as one course', async () => {
  const student = aBuyer();
  const enroll = async () => {
    const productId = await aCourse(learning, teacher);
    const chapter = await aChapter(learning, teacher, productId);
    for (let lectures = 0; lectures < 3; lectures++) await aFilmedLecture(learning, teacher, chapter, 60);
    await learning.deliver(OrderConfirmed, anOrderOf(student.userId!, teacher.sellerId!, productId));
  };
  const MINE = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on User { enrollments { status progressPercentage certificate { number }
    lectures { watchedSeconds } course { enrollmentCount durationSeconds product { id } chapters { lectures { title durationSeconds video { id } } } } } } } }`;
  const mine = () => learning.as(student).query(MINE, { keys: [{ __typename: 'User', id: student.userId }] });
  await enroll();
  const one = await statementsDuring(learning, mine);
  await enroll();
  await enroll();
  const three = await statementsDuring(learning, mine);
  expect(three).toHaveLength(one.length);
  expect(await mine()).toMatchObject({ _entities: [{ enrollments: [{}, {}, {}] }] });
});
