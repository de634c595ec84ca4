import { badInput, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { workflow } from '@stoa/kit/use-case';
import { claimVideo } from '@stoa/schema/commands/media';
import { z } from 'zod';
import { lectureToTeach, lockCourse } from './course-of.ts';
import { keepVideo } from './keep-video.ts';
import { Lecture } from './lecture.entity.ts';
import { tellRemoved } from './remove-lecture.ts';

/** Shows a video in a lecture. media looks whether it is the teacher's own and in order, and keeps it as long as it is shown. */
export const attachLectureVideo = workflow(
  'learning.attachLectureVideo',
  z.object({ lectureId: entityId, fileId: entityId }),
  async (context, input): Promise<Lecture> => {
    const { id: lectureId, courseId } = await context.transact((tx) => lectureToTeach(tx, input.lectureId));
    const { fileId, durationSeconds } = await context.call(claimVideo, {
      ownerId: context.viewer.userId!,
      fileId: input.fileId,
      lectureId,
    });
    const shown = await context.transact(async (tx) => {
      await lockCourse(tx, courseId, 'lecture');
      const lecture = await tx.em.findOne(Lecture, { id: lectureId });
      if (!lecture) {
        // It was taken out while media was asked, and its video was claimed after that: media has to hear it once more.
        tellRemoved(tx, { lectureId, courseId, fileId });
        return null;
      }
      if (await tx.em.findOne(Lecture, { fileId, id: { $ne: lectureId } }))
        throw badInput('the file is the video of another lecture', 'fileId');
      if (durationSeconds) await keepVideo(tx.sql, fileId, durationSeconds);
      lecture.fileId = fileId;
      return lecture;
    });
    if (!shown) throw notFound('lecture');
    return shown;
  },
);
