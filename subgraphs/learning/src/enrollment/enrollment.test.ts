import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, aPasserBy, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { EnrollmentCompleted, EnrollmentDropped, EnrollmentStarted } from '@stoa/schema/events/learning';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded, LineRestored } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aChapter, aCourse, aFilmedLecture, anOrderOf, aRefundOf, aStudent } from '../testing/given-course.ts';
import { neighbours } from '../testing/neighbours.ts';
import { foldTallies } from './fold-tallies.job.ts';

let learning: TestSubgraph;
let teacher: Viewer;
beforeAll(async () => {
  learning = await startTestSubgraph(manifest, { commands: neighbours() });
  teacher = aSeller();
});
afterAll(() => learning?.stop());

interface Learnt {
  readonly id: string;
  readonly status: string;
  readonly progressPercentage: number;
  readonly completedAt: string | null;
  readonly certificate: { readonly number: string } | null;
}
const MINE = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on User {
  enrollments { id status progressPercentage completedAt certificate { number } course { id } } } } }`;
const enrollmentsOf = async (userId: string, viewer: Viewer): Promise<Learnt[] | null> => {
  const { data } = await learning.as(viewer).request(MINE, { keys: [{ __typename: 'User', id: userId }] });
  return (data as { _entities: { enrollments: Learnt[] | null }[] })._entities[0]!.enrollments;
};
const mine = async (student: Viewer): Promise<Learnt[]> => (await enrollmentsOf(student.userId!, student))!;
const countOf = async (id: string): Promise<number> => {
  const { _entities } = await learning
    .as(aPasserBy)
    .query<{ _entities: { enrollmentCount: number }[] }>(
      'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Course { enrollmentCount } } }',
      { keys: [{ __typename: 'Course', id }] },
    );
  return _entities[0]!.enrollmentCount;
};
const told = async (contract: typeof EnrollmentStarted | typeof EnrollmentDropped | typeof EnrollmentCompleted, courseId: string) =>
  (await learning.emitted(contract as typeof EnrollmentStarted)).filter((event) => event.courseId === courseId).length;

describe('whoever pays', () => {
  test('is enrolled once, however many of it are in the order and however often it is bought', async () => {
    const productId = await aCourse(learning, teacher);
    const { student } = await aStudent(learning, teacher, productId);
    await learning.deliver(OrderConfirmed, anOrderOf(student.userId!, teacher.sellerId!, productId, productId));
    expect(await mine(student)).toMatchObject([{ status: 'ACTIVE', progressPercentage: 0, course: { id: productId } }]);
    expect([await countOf(productId), await told(EnrollmentStarted, productId)]).toEqual([1, 1]);
  });

  test('for several courses at once is enrolled in each', async () => {
    const [one, two] = [await aCourse(learning, teacher), await aCourse(learning, teacher)];
    const student = aBuyer();
    await learning.deliver(OrderConfirmed, anOrderOf(student.userId!, teacher.sellerId!, one, two));
    expect(await mine(student)).toHaveLength(2);
  });

  test('before the course’s event came is enrolled all the same', async () => {
    const productId = newId();
    const { student } = await aStudent(learning, teacher, productId);
    expect(await mine(student)).toMatchObject([{ status: 'ACTIVE' }]);
  });
});

describe('a line that a bank had paid back and has returned', () => {
  test('is learnt again, where the student was', async () => {
    const productId = await aCourse(learning, teacher);
    const { student, order } = await aStudent(learning, teacher, productId);
    await learning.as(student).query('mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { id } }', {
      input: { productId, progressPercentage: 40 },
    });
    await learning.deliver(LineRefunded, aRefundOf(order));
    await learning.deliver(LineRestored, aRefundOf(order));
    expect(await mine(student)).toMatchObject([{ status: 'ACTIVE', progressPercentage: 40 }]);
    expect([await countOf(productId), await told(EnrollmentStarted, productId)]).toEqual([1, 2]);
  });

  test('is learnt once its order is heard of, whichever came first', async () => {
    const productId = await aCourse(learning, teacher);
    const student = aBuyer();
    const order = anOrderOf(student.userId!, teacher.sellerId!, productId);
    const line = aRefundOf(order);
    await learning.deliver(LineRefunded, line);
    await learning.deliver(LineRestored, line);
    expect(await mine(student)).toEqual([]);
    await learning.deliver(OrderConfirmed, order);
    expect(await mine(student)).toMatchObject([{ status: 'ACTIVE' }]);
    const [late, other] = [aBuyer(), anOrderOf(newId(), teacher.sellerId!, productId)];
    const theirs = { ...other, buyerId: late.userId! };
    await learning.deliver(LineRefunded, aRefundOf(theirs));
    await learning.deliver(OrderConfirmed, theirs);
    expect(await mine(late)).toEqual([]);
    await learning.deliver(LineRestored, aRefundOf(theirs));
    expect(await mine(late)).toMatchObject([{ status: 'ACTIVE' }]);
    expect(await countOf(productId)).toBe(2);
  });
});

describe('a refund of the line', () => {
  test('drops it, and a purchase after that goes on where it was', async () => {
    const productId = await aCourse(learning, teacher);
    const { student, order } = await aStudent(learning, teacher, productId);
    await learning.as(student).query('mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { id } }', {
      input: { productId, progressPercentage: 40 },
    });
    await learning.deliver(LineRefunded, aRefundOf(order));
    expect(await mine(student)).toMatchObject([{ status: 'DROPPED' }]);
    expect([await countOf(productId), await told(EnrollmentDropped, productId)]).toEqual([0, 1]);
    await learning.deliver(OrderConfirmed, anOrderOf(student.userId!, teacher.sellerId!, productId));
    expect(await mine(student)).toMatchObject([{ status: 'ACTIVE', progressPercentage: 40 }]);
    expect([await countOf(productId), await told(EnrollmentStarted, productId)]).toEqual([1, 2]);
  });

  test('that is heard of first keeps anybody from being enrolled', async () => {
    const productId = await aCourse(learning, teacher);
    const student = aBuyer();
    const order = anOrderOf(student.userId!, teacher.sellerId!, productId);
    await learning.deliver(LineRefunded, aRefundOf(order));
    await learning.deliver(OrderConfirmed, order);
    expect(await mine(student)).toEqual([]);
    expect(await countOf(productId)).toBe(0);
  });

  test('leaves whoever has paid by another line too', async () => {
    const productId = await aCourse(learning, teacher);
    const { student, order } = await aStudent(learning, teacher, productId);
    const again = anOrderOf(student.userId!, teacher.sellerId!, productId);
    await learning.deliver(OrderConfirmed, again);
    await learning.deliver(LineRefunded, aRefundOf(order));
    expect(await mine(student)).toMatchObject([{ status: 'ACTIVE' }]);
    await learning.deliver(LineRefunded, aRefundOf(again));
    expect(await mine(student)).toMatchObject([{ status: 'DROPPED' }]);
  });

  test('of a course that was finished takes its certificate’s worth, and buying it again gives both back', async () => {
    const productId = await aCourse(learning, teacher);
    const { student, order } = await aStudent(learning, teacher, productId);
    await learning.as(student).query('mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { id } }', {
      input: { productId, progressPercentage: 100 },
    });
    const [finished] = await mine(student);
    expect(finished).toMatchObject({ status: 'COMPLETED', certificate: { number: expect.any(String) } });
    await learning.deliver(LineRefunded, aRefundOf(order));
    expect(await mine(student)).toMatchObject([{ status: 'DROPPED', certificate: null }]);
    await learning.deliver(OrderConfirmed, anOrderOf(student.userId!, teacher.sellerId!, productId));
    expect(await mine(student)).toEqual([finished]);
    expect(await told(EnrollmentCompleted, productId)).toBe(2);
  });
});

test('orders and refunds of one student that come at once leave them where the last word has it', async () => {
  const productId = await aCourse(learning, teacher);
  const student = aBuyer();
  const orders = Array.from({ length: 6 }, () => anOrderOf(student.userId!, teacher.sellerId!, productId));
  await Promise.all(
    orders.flatMap((order, index) => [
      learning.deliver(OrderConfirmed, order),
      ...(index === 0 ? [] : [learning.deliver(LineRefunded, aRefundOf(order))]),
    ]),
  );
  expect(await mine(student)).toMatchObject([{ status: 'ACTIVE' }]);
  expect(await countOf(productId)).toBe(1);
  await learning.deliver(LineRefunded, aRefundOf(orders[0]!));
  expect(await mine(student)).toMatchObject([{ status: 'DROPPED' }]);
  expect(await countOf(productId)).toBe(0);
});

test('many orders that are handled at once enroll each of their students once, whatever each of them was before', async () => {
  const [one, two] = [await aCourse(learning, teacher), await aCourse(learning, teacher)];
  const sellerId = teacher.sellerId!;
  const crowd = Array.from({ length: 10 }, () => aBuyer());
  const [back, enrolled, refunded] = [aBuyer(), aBuyer(), aBuyer()];
  const dropped = anOrderOf(back.userId!, sellerId, one);
  await learning.deliverMany(OrderConfirmed, [dropped, anOrderOf(enrolled.userId!, sellerId, one)]);
  await learning.deliver(LineRefunded, aRefundOf(dropped));
  const tooLate = anOrderOf(refunded.userId!, sellerId, one);
  await learning.deliver(LineRefunded, aRefundOf(tooLate));
  const orders = [
    ...crowd.map(({ userId }) => anOrderOf(userId!, sellerId, one, two)),
    ...[anOrderOf(crowd[0]!.userId!, sellerId, one, one), anOrderOf(back.userId!, sellerId, one), tooLate],
    ...[anOrderOf(enrolled.userId!, sellerId, one), { ...anOrderOf(newId(), sellerId, one), lines: [] }],
  ];
  expect(await learning.deliverMany(OrderConfirmed, orders)).toEqual(orders.map(() => ({ outcome: 'done' })));
  for (const student of crowd) expect(await mine(student)).toMatchObject([{ status: 'ACTIVE' }, { status: 'ACTIVE' }]);
  for (const student of [back, enrolled]) expect(await mine(student)).toMatchObject([{ status: 'ACTIVE' }]);
  expect(await mine(refunded)).toEqual([]);
  expect([await countOf(one), await countOf(two)]).toEqual([12, 10]);
  // The one who came back has begun twice.
  expect([await told(EnrollmentStarted, one), await told(EnrollmentStarted, two)]).toEqual([13, 10]);
});

test('what is wrong with one of many orders harms none of the others', async () => {
  const productId = await aCourse(learning, teacher);
  const [good, other] = [aBuyer(), aBuyer()];
  const broken = { ...anOrderOf(newId(), teacher.sellerId!, productId), buyerId: 'nobody' };
  const outcomes = await learning.deliverMany(OrderConfirmed, [
    anOrderOf(good.userId!, teacher.sellerId!, productId),
    broken,
    anOrderOf(other.userId!, teacher.sellerId!, productId),
  ]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'retry', 'done']);
  for (const student of [good, other]) expect(await mine(student)).toMatchObject([{ status: 'ACTIVE' }]);
  expect(await countOf(productId)).toBe(2);
});

test('the number of a crowd is right, before it is folded, while it is and after', async () => {
  const productId = await aCourse(learning, teacher);
  await Promise.all(Array.from({ length: 60 }, () => aStudent(learning, teacher, productId)));
  expect(await countOf(productId)).toBe(60);
  const counts = await Promise.all([learning.run(foldTallies), ...Array.from({ length: 10 }, () => countOf(productId))]);
  expect(new Set(counts.slice(1))).toEqual(new Set([60]));
  const rows = await learning.sql.query('select change from enrollment_tally where course_id = $1', [productId]);
  expect(rows).toEqual([{ change: 60 }]);
});

test('its teacher and admins see who learns it and how far they are; nobody else does', async () => {
  const productId = await aCourse(learning, teacher);
  await aFilmedLecture(learning, teacher, await aChapter(learning, teacher, productId), 100);
  const students = await Promise.all([1, 2, 3].map(() => aStudent(learning, teacher, productId)));
  const { lectureId } = await aFilmedLecture(learning, teacher, await aChapter(learning, teacher, productId), 100);
  await learning.as(students[0]!.student).query('mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { id } }', {
    input: { productId, lectureId, watchedSeconds: 60 },
  });
  await learning.deliver(LineRefunded, aRefundOf(students[2]!.order));
  const STUDENTS = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Course {
    enrollments(first: 2) { totalCount nodes { status progressPercentage totalWatchTimeSeconds student { id } } }
    figures { activeCount completedCount droppedCount averageProgressPercentage averageWatchTimeSeconds } } } }`;
  const seenBy = async (viewer: Viewer) => {
    const { data, errors = [] } = await learning.as(viewer).request(STUDENTS, { keys: [{ __typename: 'Course', id: productId }] });
    return { ...(data as { _entities: object[] })._entities[0], codes: errors.map(({ extensions }) => extensions?.code) };
  };
  for (const viewer of [teacher, anAdmin()])
    expect(await seenBy(viewer)).toMatchObject({
      enrollments: { totalCount: 3, nodes: [{}, {}] },
      figures: { activeCount: 2, completedCount: 0, droppedCount: 1, averageProgressPercentage: 15, averageWatchTimeSeconds: 30 },
      codes: [],
    });
  for (const viewer of [students[0]!.student, aSeller()])
    expect(await seenBy(viewer)).toEqual({ enrollments: null, figures: null, codes: ['FORBIDDEN', 'FORBIDDEN'] });
  expect(await enrollmentsOf(students[0]!.student.userId!, teacher)).toBeNull();
});
