import { entityId } from '@stoa/kit/graphql';
import type { Sql } from '@stoa/kit/persistence';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { lectureToTeach, otherLectures } from './course-of.ts';
import { renumber } from './place.ts';

/** Takes a lecture out of its course. What students have done of the course stays as it was. Answers the course's id. */
export const removeLecture = useCase('learning.removeLecture', z.object({ lectureId: entityId }), async (tx, { lectureId }) => {
  const { chapterId, courseId } = await lectureToTeach(tx, lectureId);
  await removeLectures(tx.sql, 'id', lectureId);
  await renumber(tx.sql, 'lecture', await otherLectures(tx, chapterId, lectureId));
  return courseId;
});

/** Deletes lectures with what was watched of them. */
export const removeLectures = (sql: Sql, column: 'id' | 'chapter_id', id: string): Promise<unknown> =>
  sql.query(
    `with gone as (delete from lecture where ${column} = $1 returning id)
     delete from lecture_progress where lecture_id in (select id from gone)`,
    [id],
  );
