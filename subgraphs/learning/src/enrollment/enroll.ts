import type { EventEnvelope } from '@stoa/kit/contracts';
import { fire } from '@stoa/kit/machine';
import type { Transaction } from '@stoa/kit/use-case';
import { EnrollmentStarted } from '@stoa/schema/events/learning';
import { complete } from './complete.ts';
import { Enrollment } from './enrollment.entity.ts';
import { enrollmentMachine } from './enrollment.machine.ts';
import { factsOf } from './enrollment-facts.ts';

type Wanted = Pick<Enrollment, 'courseId' | 'studentId' | 'sellerId'>;

/** Enrolls a student whose line is paid, or lets one who had dropped the course go on where they were. Whoever is enrolled stays so. */
export async function enroll(tx: Transaction, wanted: Wanted, orderId: string, cause?: EventEnvelope): Promise<void> {
  const started = (await begin(tx, wanted)) ?? (await resume(tx, wanted));
  if (!started) return;
  await tx.sql.query('insert into enrollment_tally (course_id, change) values ($1, 1)', [wanted.courseId]);
  tx.emit(EnrollmentStarted, started, { ...factsOf(started), orderId }, cause);
  if (started.progressPercentage >= 100) complete(tx, started);
}

/** The first time: null where there is an enrollment already. */
async function begin({ sql }: Transaction, wanted: Wanted): Promise<Enrollment | null> {
  const enrollment = Enrollment.start(wanted);
  const { id, courseId, studentId, sellerId, status } = enrollment;
  const rows = await sql.query(
    `insert into enrollment (id, course_id, student_id, seller_id, status) values ($1, $2, $3, $4, $5)
     on conflict (student_id, course_id) do nothing returning id`,
    [id, courseId, studentId, sellerId, status],
  );
  return rows.length > 0 ? Object.assign(enrollment, { version: 1 }) : null;
}

/** Again, after it was dropped; null where it was not. */
async function resume(tx: Transaction, { courseId, studentId }: Wanted): Promise<Enrollment | null> {
  const enrollment = await tx.lock(Enrollment, { courseId, studentId });
  // Whoever gave the line's money back in between has had to wait for this row, or has come before.
  if (!enrollment || !(await isPaid(tx, enrollment)) || !fire(enrollmentMachine, enrollment, 'enroll').moved) return null;
  await tx.em.flush();
  return enrollment;
}

/** Whether any line is left that pays for it. To be asked once the enrollment is locked. */
export async function isPaid({ sql }: Transaction, { courseId, studentId }: Pick<Enrollment, 'courseId' | 'studentId'>): Promise<boolean> {
  const rows = await sql.query(
    `select from paid_line where student_id = $1 and course_id = $2 and paid_at is not null and refunded_at is null limit 1`,
    [studentId, courseId],
  );
  return rows.length > 0;
}
