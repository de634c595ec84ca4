import {
  AddChapterDocument,
  AddLectureDocument,
  type LectureInput,
  MyCoursesDocument,
  type MyCoursesQuery,
} from '@stoa/schema/generated/operations/e2e';
import { type Goods, goods, type Person } from './people.ts';
import { until } from './shop.ts';

export interface TaughtCourse extends Goods {
  readonly chapterId: string;
  readonly lectureIds: readonly string[];
}

/** A course on sale, with one chapter of these lectures. */
export async function aCourse(
  teacher: Person,
  lectures: readonly Partial<LectureInput>[],
  name = 'Light, explained',
  amountMinor = 9_999,
): Promise<TaughtCourse> {
  const listed = await goods(teacher, name, amountMinor, null, { kind: 'COURSE' });
  const { addChapter } = await teacher.ask(AddChapterDocument, { productId: listed.productId, title: 'Chapter' });
  const lectureIds: string[] = [];
  for (const [index, lecture] of lectures.entries()) {
    const input = { title: `Lecture ${index + 1}`, ...lecture };
    lectureIds.push((await teacher.ask(AddLectureDocument, { chapterId: addChapter.id, input })).addLecture.id);
  }
  return { ...listed, chapterId: addChapter.id, lectureIds };
}

export type EnrollmentSeen = NonNullable<NonNullable<MyCoursesQuery['me']>['enrollments']>[number];

/** What somebody learns, as they see it in one query over catalog, learning and media. */
export const myCourses = async (student: Person): Promise<EnrollmentSeen[]> => [
  ...((await student.ask(MyCoursesDocument, {})).me!.enrollments ?? []),
];

/**
 * Waits until somebody's enrollment in a course is in a state. An answer whose lectures were read before the enrollment ended, and whose videos
 * were read after, has an error beside its data, so errors do not end the wait.
 */
export const enrollmentIs = (student: Person, productId: string, status: EnrollmentSeen['status']): Promise<EnrollmentSeen> =>
  until(`the enrollment is ${status}`, async () => {
    const { data } = await student.send(MyCoursesDocument);
    return data?.me?.enrollments?.find((enrollment) => enrollment.course.id === productId && enrollment.status === status);
  });
