import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { chapterToTeach, otherChapters } from './course-of.ts';
import { renumber } from './place.ts';
import { removeLectures } from './remove-lecture.ts';

/** Takes a chapter and its lectures out of a course. Answers the course's id. */
export const removeChapter = useCase('learning.removeChapter', z.object({ chapterId: entityId }), async (tx, { chapterId }) => {
  const { courseId } = await chapterToTeach(tx, chapterId);
  await removeLectures(tx, 'chapter_id', chapterId);
  await tx.sql.query('delete from chapter where id = $1', [chapterId]);
  await renumber(tx.sql, 'chapter', await otherChapters(tx, courseId, chapterId));
  return courseId;
});
