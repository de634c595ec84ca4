import { collection, entity, event } from '@stoa/kit/contracts';
import { z } from 'zod';

const enrollmentFacts = z.object({
  enrollmentId: z.uuid(),
  courseId: z.uuid(),
  productId: z.uuid(),
  sellerId: z.uuid(),
  studentId: z.uuid(),
});

const touches = ({ enrollmentId, courseId, studentId }: { enrollmentId: string; courseId: string; studentId: string }) => [
  entity('Enrollment', enrollmentId),
  entity('Course', courseId),
  collection('User.enrollments', studentId),
];

/** Somebody has paid for a course and learns it from now on, perhaps again. `orderId`: what they paid by. */
export const EnrollmentStarted = event('learning.enrollment.started', {
  version: 1,
  aggregate: 'Enrollment',
  payload: enrollmentFacts.extend({ orderId: z.uuid() }),
  touches,
});

/** Somebody has done all of a course. */
export const EnrollmentCompleted = event('learning.enrollment.completed', {
  version: 1,
  aggregate: 'Enrollment',
  payload: enrollmentFacts,
  touches,
});

/** All that somebody had paid for a course has gone back, so they do not learn it any more. `orderId`: what they had paid by. */
export const EnrollmentDropped = event('learning.enrollment.dropped', {
  version: 1,
  aggregate: 'Enrollment',
  payload: enrollmentFacts.extend({ orderId: z.uuid() }),
  touches,
});

/** A lecture was taken out of its course, for good. `fileId`: its video, if it had one. */
export const LectureRemoved = event('learning.lecture.removed', {
  version: 1,
  aggregate: 'Lecture',
  payload: z.object({ lectureId: z.uuid(), courseId: z.uuid(), fileId: z.uuid().nullable() }),
  touches: ({ lectureId, courseId }) => [entity('Lecture', lectureId), entity('Course', courseId)],
});
