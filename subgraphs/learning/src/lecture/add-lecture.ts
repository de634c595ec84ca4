import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { chapterToTeach, otherLectures } from './course-of.ts';
import { Lecture } from './lecture.entity.ts';
import { lectureInput } from './lecture.input.ts';
import { assertRoom, placed, renumber } from './place.ts';

export const addLecture = useCase(
  'learning.addLecture',
  z.object({ chapterId: entityId, input: lectureInput }),
  async (tx, { chapterId, input: { title, position, preview, availableFrom } }) => {
    const { courseId } = await chapterToTeach(tx, chapterId);
    const others = await otherLectures(tx, chapterId);
    assertRoom('lectures of a chapter', others.length);
    const facts = { courseId, chapterId, title, preview: preview ?? false, availableFrom: availableFrom ?? null };
    const lecture = Lecture.of({ ...facts, position: Math.min(position ?? others.length + 1, others.length + 1) });
    tx.em.persist(lecture);
    await tx.em.flush();
    await renumber(tx.sql, 'lecture', placed(others, lecture.id, lecture.position));
    return lecture;
  },
);
