import { may, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import { teaches } from '../course/course.policy.ts';
import type { Enrollment } from './enrollment.entity.ts';

const read = (viewer: Viewer, enrollment: Enrollment): boolean =>
  viewer.userId === enrollment.studentId || teaches('courses:read')(viewer, enrollment);

export const enrollmentPolicy = policy('Enrollment', {
  operations: { 'Mutation.updateProgress': 'authenticated' },
  acting: { 'Mutation.updateProgress': 'refused' },
  fields: {
    'User.enrollments': (viewer, user: { id: string }) => may(viewer, 'courses:read') || viewer.userId === user.id,
    'Enrollment.course': 'everyone',
    'Enrollment.student': 'everyone',
    'Enrollment.lectures': 'everyone',
    'Enrollment.certificate': 'everyone',
  },
  rows: { read },
});
