import { entityId } from '@stoa/kit/graphql';
import { workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { courseToTeach } from '../course/known-course.ts';
import { Chapter } from './chapter.entity.ts';
import { lockCourse, otherChapters } from './course-of.ts';
import { title } from './lecture.input.ts';
import { assertRoom } from './place.ts';

/** Adds a chapter to the end of a course, which may be so new that catalog's event of it is still on its way. */
export const addChapter = workflow('learning.addChapter', z.object({ productId: entityId, title }), async (context, input) => {
  const { id: courseId } = await courseToTeach(context, input.productId);
  return context.transact(async (tx) => {
    await lockCourse(tx, courseId, 'product');
    const others = await otherChapters(tx, courseId);
    assertRoom('chapters', others.length);
    const chapter = Chapter.of(courseId, input.title, others.length + 1);
    tx.em.persist(chapter);
    return chapter;
  });
});
