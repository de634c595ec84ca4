import { onMany } from '@stoa/kit/handlers';
import { EnrollmentStarted } from '@stoa/schema/events/learning';
import { measureEnrollments } from './measure-enrollments.ts';

export const onEnrollmentStarted = onMany(EnrollmentStarted, (tx, enrollments) =>
  measureEnrollments(
    tx,
    'enrolled_at',
    enrollments.map(({ payload: { orderId }, envelope: { occurredAt: at } }) => ({ orderId, at })),
  ),
);
