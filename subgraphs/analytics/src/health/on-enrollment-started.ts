import { on } from '@stoa/kit/handlers';
import { EnrollmentStarted } from '@stoa/schema/events/learning';
import { measureEnrollment } from './measure-enrollment.ts';

export const onEnrollmentStarted = on(EnrollmentStarted, ({ sql }, { orderId }, { occurredAt }) =>
  measureEnrollment(sql, 'enrolled_at', orderId, occurredAt),
);
