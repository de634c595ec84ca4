import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { Chapter } from './chapter.entity.ts';
import { lectureToTeach, otherLectures } from './course-of.ts';
import { updateLectureInput } from './lecture.input.ts';
import { assertRoom, placed, renumber } from './place.ts';

/** Changes what is said of a lecture, or puts it elsewhere, perhaps into another chapter of the same course. */
export const updateLecture = useCase(
  'learning.updateLecture',
  z.object({ lectureId: entityId, input: updateLectureInput }),
  async (tx, { lectureId, input: { title, chapterId, position, preview, availableFrom } }) => {
    const lecture = await lectureToTeach(tx, lectureId);
    if (title) lecture.title = title;
    if (typeof preview === 'boolean') lecture.preview = preview;
    if (availableFrom !== undefined) lecture.availableFrom = availableFrom;
    const left = lecture.chapterId;
    if (chapterId && chapterId !== left) {
      const chapter = await tx.em.findOne(Chapter, { id: chapterId, courseId: lecture.courseId });
      if (!chapter) throw notFound('chapter');
      assertRoom('lectures of a chapter', (await otherLectures(tx, chapterId)).length);
      lecture.chapterId = chapterId;
    } else if (!position) return lecture;
    await tx.em.flush();
    await renumber(tx.sql, 'lecture', placed(await otherLectures(tx, lecture.chapterId, lectureId), lectureId, position));
    if (lecture.chapterId !== left) await renumber(tx.sql, 'lecture', await otherLectures(tx, left));
    await tx.em.refresh(lecture);
    return lecture;
  },
);
