import { badInput } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { workflow } from '@stoa/kit/use-case';
import { claimVideo } from '@stoa/schema/commands/media';
import { z } from 'zod';
import { lectureToTeach } from './course-of.ts';
import { keepVideo } from './keep-video.ts';
import { Lecture } from './lecture.entity.ts';

/** Shows a video in a lecture. media looks whether it is the teacher's own and in order, and keeps it as long as it is shown. */
export const attachLectureVideo = workflow(
  'learning.attachLectureVideo',
  z.object({ lectureId: entityId, fileId: entityId }),
  async (context, input): Promise<Lecture> => {
    const { id: lectureId } = await context.transact((tx) => lectureToTeach(tx, input.lectureId));
    const { fileId, durationSeconds } = await context.call(claimVideo, {
      ownerId: context.viewer.userId!,
      fileId: input.fileId,
      lectureId,
    });
    return context.transact(async (tx) => {
      const lecture = await lectureToTeach(tx, lectureId);
      if (await tx.em.findOne(Lecture, { fileId, id: { $ne: lectureId } }))
        throw badInput('the file is the video of another lecture', 'fileId');
      if (durationSeconds) await keepVideo(tx.sql, fileId, durationSeconds);
      lecture.fileId = fileId;
      return lecture;
    });
  },
);
