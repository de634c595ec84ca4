import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, aSeller, asking, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import { mayWatch } from '@stoa/schema/commands/learning';
import { ProductArchived, ProductCreated, ProductUpdated } from '@stoa/schema/events/catalog';
import { VideoReady } from '@stoa/schema/events/media';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded, LineRestored } from '@stoa/schema/events/payments';
import manifest from './index.ts';
import { aChapter, aCourse, aFilmedLecture, aLecture, anOrderOf, aProductOf, aRefundOf, aStudent } from './testing/given-course.ts';
import { neighbours } from './testing/neighbours.ts';

/** Each owner's one course, for fixtures that are of the same course as what stands beside them. */
const courses = new Map<string, Promise<string>>();
const theCourseOf = (subgraph: TestSubgraph, teacher: Viewer): Promise<string> => {
  const known = courses.get(teacher.userId!) ?? aCourse(subgraph, teacher);
  courses.set(teacher.userId!, known);
  return known;
};

/** A course of somebody else's that a student learns. */
const learntBy = async (subgraph: TestSubgraph, student: Viewer): Promise<{ productId: string; lectureId: string }> => {
  const teacher = aSeller();
  const productId = await aCourse(subgraph, teacher);
  const lectureId = await aLecture(subgraph, teacher, await aChapter(subgraph, teacher, productId));
  await subgraph.deliver(OrderConfirmed, anOrderOf(student.userId!, teacher.sellerId!, productId));
  return { productId, lectureId };
};
const learnt = new Map<string, ReturnType<typeof learntBy>>();
const learntOnceBy = (subgraph: TestSubgraph, student: Viewer) => {
  const known = learnt.get(student.userId!) ?? learntBy(subgraph, student);
  learnt.set(student.userId!, known);
  return known;
};

const draft = (subgraph: TestSubgraph, teacher: Viewer): Promise<string> => aCourse(subgraph, teacher, { status: 'DRAFT' });

conformance(manifest, {
  commands: neighbours(),
  examples: { 'Mutation.updateProgress(input.progressPercentage)': 50 },
  fixtures: [
    { entity: 'a course', owner: aSeller, make: aCourse, arguments: ['Mutation.addChapter(productId)'] },
    {
      entity: 'Chapter',
      owner: aSeller,
      make: async (subgraph, teacher) => aChapter(subgraph, teacher, await aCourse(subgraph, teacher)),
      arguments: ['Mutation.updateChapter(chapterId)', 'Mutation.removeChapter(chapterId)', 'Mutation.addLecture(chapterId)'],
    },
    {
      entity: 'another chapter of the same course',
      owner: aSeller,
      make: async (subgraph, teacher) => aChapter(subgraph, teacher, await theCourseOf(subgraph, teacher)),
      arguments: ['Mutation.updateLecture(input.chapterId)'],
      beside: async (subgraph, teacher) => ({
        'Mutation.updateLecture(lectureId)': await aLecture(
          subgraph,
          teacher,
          await aChapter(subgraph, teacher, await theCourseOf(subgraph, teacher)),
        ),
      }),
    },
    {
      entity: 'Lecture',
      owner: aSeller,
      make: async (subgraph, teacher) => aLecture(subgraph, teacher, await aChapter(subgraph, teacher, await draft(subgraph, teacher))),
      arguments: ['Mutation.updateLecture(lectureId)', 'Mutation.removeLecture(lectureId)', 'Mutation.attachLectureVideo(lectureId)'],
    },
    { entity: 'Course', owner: aSeller, make: draft },
    { entity: 'Product', owner: aSeller, make: draft },
    {
      entity: 'a course that somebody learns',
      owner: aBuyer,
      make: async (subgraph, student) => (await learntBy(subgraph, student)).productId,
      arguments: ['Mutation.updateProgress(input.productId)'],
    },
    {
      entity: 'a lecture that somebody watches',
      owner: aBuyer,
      make: async (subgraph, student) => (await learntOnceBy(subgraph, student)).lectureId,
      arguments: ['Mutation.updateProgress(input.lectureId)'],
      beside: async (subgraph, student) => ({
        'Mutation.updateProgress(input.productId)': (await learntOnceBy(subgraph, student)).productId,
      }),
    },
    {
      entity: 'Enrollment',
      owner: aBuyer,
      make: async (subgraph, student) => {
        const { productId } = await learntBy(subgraph, student);
        const [row] = await subgraph.sql.query<{ id: string }>('select id from enrollment where course_id = $1', [productId]);
        return row!.id;
      },
    },
    {
      entity: 'User',
      owner: aBuyer,
      make: async (subgraph, student) => {
        await learntBy(subgraph, student);
        return student.userId!;
      },
    },
  ],
  open: { 'Mutation.attachLectureVideo(fileId)': 'media looks whose file it is' },
  deliveries: [
    delivering(ProductCreated, async () => aProductOf(newId())),
    delivering(ProductUpdated, async () => aProductOf(newId())),
    delivering(ProductArchived, async (subgraph) => {
      // One that was bought before catalog's event came is older than any version.
      const [productId, sellerId] = [newId(), newId()];
      await subgraph.deliver(OrderConfirmed, anOrderOf(newId(), sellerId, productId));
      return { productId, sellerId };
    }),
    delivering(VideoReady, async () => ({ fileId: newId(), ownerId: newId(), durationSeconds: 60, processingSeconds: 3 })),
    delivering(OrderConfirmed, async () => anOrderOf(newId(), newId(), newId())),
    delivering(LineRefunded, async () => aRefundOf(anOrderOf(newId(), newId(), newId()))),
    delivering(LineRestored, async (subgraph) => {
      const order = anOrderOf(newId(), newId(), newId());
      await subgraph.deliver(OrderConfirmed, order);
      await subgraph.deliver(LineRefunded, aRefundOf(order));
      return aRefundOf(order);
    }),
  ],
  asks: [
    asking(mayWatch, async (subgraph) => {
      const teacher = aSeller();
      const productId = await aCourse(subgraph, teacher);
      const { fileId } = await aFilmedLecture(subgraph, teacher, await aChapter(subgraph, teacher, productId), 60);
      const { student } = await aStudent(subgraph, teacher, productId);
      return { userId: student.userId, fileIds: [fileId] };
    }),
  ],
});
