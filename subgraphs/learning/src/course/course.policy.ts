import { may, type Scope, type Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { Course } from './course.entity.ts';

export const teaches =
  (scope: Scope) =>
  (viewer: Viewer, { sellerId }: Pick<Course, 'sellerId'>): boolean =>
    may(viewer, scope) || (viewer.sellerId !== null && viewer.sellerId === sellerId);

const mayLookInto = teaches('courses:read');

/** What a course is made of can be looked at by whoever may want to buy it; a draft is nobody's business yet. */
const read = (viewer: Viewer, course: Pick<Course, 'sellerId' | 'status'>): boolean =>
  course.status !== 'DRAFT' || mayLookInto(viewer, course);

export const coursePolicy = policy('Course', {
  operations: {},
  fields: {
    'Product.course': 'everyone',
    'Course.product': 'everyone',
    'Course.chapters': 'everyone',
    'Course.enrollmentCount': 'everyone',
    'Course.durationSeconds': 'everyone',
    'Course.enrollments': mayLookInto,
    'Course.figures': mayLookInto,
  },
  rows: { read, teach: teaches('courses:write') },
});
