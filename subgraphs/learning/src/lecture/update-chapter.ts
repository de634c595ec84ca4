import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { chapterToTeach, otherChapters } from './course-of.ts';
import { updateChapterInput } from './lecture.input.ts';
import { placed, renumber } from './place.ts';

/** Names a chapter anew, or puts it elsewhere. */
export const updateChapter = useCase(
  'learning.updateChapter',
  z.object({ chapterId: entityId, input: updateChapterInput }),
  async (tx, { chapterId, input }) => {
    const chapter = await chapterToTeach(tx, chapterId);
    if (input.title) chapter.title = input.title;
    if (input.position) {
      const ids = placed(await otherChapters(tx, chapter.courseId, chapterId), chapterId, input.position);
      await tx.em.flush();
      await renumber(tx.sql, 'chapter', ids);
      await tx.em.refresh(chapter);
    }
    return chapter;
  },
);
