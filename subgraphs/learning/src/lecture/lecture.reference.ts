import { indexBy, isEntityId, loader, type Reference } from '@stoa/kit/graphql';
import { coursePolicy } from '../course/course.policy.ts';
import { courseReference } from '../course/course.reference.ts';
import { Lecture } from './lecture.entity.ts';
import { Video } from './video.projection.ts';

const lectureById = loader<string, Lecture>(async ({ rows }, ids) =>
  indexBy(await rows.by(Lecture, 'id', ids.filter(isEntityId)), ({ id }) => id),
);

/** A lecture can be looked at by whoever can look at its course. */
export const lectureReference: Reference = {
  type: Lecture,
  resolve: async (context, { id }) => {
    const lecture = await context.load(lectureById, String(id));
    const course = lecture && (await context.load(courseReference.loader, lecture.courseId));
    return course && coursePolicy.read(context.viewer, course) ? lecture : null;
  },
};

export const videoByFile = loader<string, Video>(async ({ rows }, fileIds) =>
  indexBy(await rows.by(Video, 'fileId', fileIds), ({ fileId }) => fileId),
);
