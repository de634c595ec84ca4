import { fire } from '@stoa/kit/machine';
import type { Transaction } from '@stoa/kit/use-case';
import { EnrollmentCompleted } from '@stoa/schema/events/learning';
import { issueCertificates } from '../certificate/issue-certificates.job.ts';
import type { Enrollment } from './enrollment.entity.ts';
import { enrollmentMachine } from './enrollment.machine.ts';
import { factsOf } from './enrollment-facts.ts';

/** Ends a course whose every lecture is done; the caller has locked it. The day of the first time stays, as does the certificate. */
export function complete(tx: Transaction, enrollment: Enrollment): void {
  if (!fire(enrollmentMachine, enrollment, 'complete').moved) return;
  enrollment.completedAt ??= new Date();
  enrollment.certificateDue = true;
  tx.emit(EnrollmentCompleted, enrollment, factsOf(enrollment));
  tx.wakeJob(issueCertificates.name);
}
