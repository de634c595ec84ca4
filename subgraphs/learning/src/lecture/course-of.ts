import { notFound } from '@stoa/kit/errors';
import { permitted } from '@stoa/kit/policy';
import type { Transaction } from '@stoa/kit/use-case';
import { Course } from '../course/course.entity.ts';
import { coursePolicy } from '../course/course.policy.ts';
import { Chapter } from './chapter.entity.ts';
import { Lecture } from './lecture.entity.ts';

/** Locks a course for whoever teaches it, so that what it is made of changes one step at a time. To all others it is as if `what` were not there. */
export const lockCourse = async (tx: Transaction, courseId: string, what: string): Promise<Course> =>
  permitted(tx.viewer, await tx.lockRow(Course, { id: courseId }), coursePolicy.teach, what);

/** A chapter, its course being locked. */
export async function chapterToTeach(tx: Transaction, chapterId: string): Promise<Chapter> {
  const seen = await tx.em.findOne(Chapter, { id: chapterId });
  if (!seen) throw notFound('chapter');
  await lockCourse(tx, seen.courseId, 'chapter');
  const chapter = await tx.em.findOne(Chapter, { id: chapterId }, { refresh: true });
  if (!chapter) throw notFound('chapter');
  return chapter;
}

/** A lecture, its course being locked. */
export async function lectureToTeach(tx: Transaction, lectureId: string): Promise<Lecture> {
  const seen = await tx.em.findOne(Lecture, { id: lectureId });
  if (!seen) throw notFound('lecture');
  await lockCourse(tx, seen.courseId, 'lecture');
  const lecture = await tx.em.findOne(Lecture, { id: lectureId }, { refresh: true });
  if (!lecture) throw notFound('lecture');
  return lecture;
}

/** The lectures of a chapter in their order, but for one. */
export const otherLectures = async ({ em }: Transaction, chapterId: string, lectureId?: string): Promise<string[]> =>
  (await em.find(Lecture, { chapterId }, { orderBy: { position: 'asc' } })).map(({ id }) => id).filter((id) => id !== lectureId);

/** The chapters of a course in their order, but for one. */
export const otherChapters = async ({ em }: Transaction, courseId: string, chapterId?: string): Promise<string[]> =>
  (await em.find(Chapter, { courseId }, { orderBy: { position: 'asc' } })).map(({ id }) => id).filter((id) => id !== chapterId);
