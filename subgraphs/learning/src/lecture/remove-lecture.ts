import type { PayloadOf } from '@stoa/kit/contracts';
import { entityId } from '@stoa/kit/graphql';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { LectureRemoved } from '@stoa/schema/events/learning';
import { z } from 'zod';
import { lectureToTeach, otherLectures } from './course-of.ts';
import { renumber } from './place.ts';

/** Takes a lecture out of its course. What students have done of the course stays as it was. Answers the course's id. */
export const removeLecture = useCase('learning.removeLecture', z.object({ lectureId: entityId }), async (tx, { lectureId }) => {
  const { chapterId, courseId } = await lectureToTeach(tx, lectureId);
  await removeLectures(tx, 'id', lectureId);
  await renumber(tx.sql, 'lecture', await otherLectures(tx, chapterId, lectureId));
  return courseId;
});

/** Deletes lectures with what was watched of them, and tells of it: media keeps no video for them any more. */
export async function removeLectures(tx: Transaction, column: 'id' | 'chapter_id', id: string): Promise<void> {
  const gone = await tx.sql.query<{ lectureId: string; courseId: string; fileId: string | null }>(
    `with gone as (
       delete from lecture where ${column} = $1 returning id, course_id, file_id
     ), unseen as (
       delete from lecture_progress where lecture_id in (select id from gone)
     )
     select id as "lectureId", course_id as "courseId", file_id as "fileId" from gone order by id`,
    [id],
  );
  for (const lecture of gone) tellRemoved(tx, lecture);
}

/** Nothing comes after it, so it has the version of what happens once. */
export const tellRemoved = (tx: Transaction, lecture: PayloadOf<typeof LectureRemoved>): void =>
  tx.emit(LectureRemoved, { id: lecture.lectureId, version: 1 }, lecture);
