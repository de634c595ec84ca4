import { extendedStubOf, extension, groupBy, loader, reference } from '@stoa/kit/graphql';
import { Enrollment } from './enrollment.entity.ts';
import { enrollmentPolicy } from './enrollment.policy.ts';

export const enrollmentReference = reference(Enrollment, enrollmentPolicy.read, ({ rows }, ids) => rows.by(Enrollment, 'id', ids));

/** Identity's user, with what they learn. */
export const UserEnrollments = extendedStubOf('User');

export const userExtension = extension(UserEnrollments);

/** The newest first. */
export const enrollmentsOfUser = loader<string, Enrollment[]>(async ({ rows }, userIds) =>
  groupBy((await rows.by(Enrollment, 'studentId', userIds, 'id')).reverse(), ({ studentId }) => studentId),
);
