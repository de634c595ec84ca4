import { groupBy, loader } from '@stoa/kit/graphql';
import { Chapter } from './chapter.entity.ts';
import { Lecture } from './lecture.entity.ts';

export const chaptersOfCourse = loader<string, Chapter[]>(async ({ rows }, courseIds) =>
  groupBy(await rows.by(Chapter, 'courseId', courseIds, 'position'), ({ courseId }) => courseId),
);

export const lecturesOfChapter = loader<string, Lecture[]>(async ({ rows }, chapterIds) =>
  groupBy(await rows.by(Lecture, 'chapterId', chapterIds, 'position'), ({ chapterId }) => chapterId),
);
