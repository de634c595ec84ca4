import { on } from '@stoa/kit/handlers';
import { fire } from '@stoa/kit/machine';
import { EnrollmentDropped } from '@stoa/schema/events/learning';
import { LineRefunded } from '@stoa/schema/events/payments';
import { isPaid } from './enroll.ts';
import { Enrollment } from './enrollment.entity.ts';
import { enrollmentMachine } from './enrollment.machine.ts';
import { factsOf } from './enrollment-facts.ts';

/** What was paid back in full is not learnt any more, unless the student has paid for it by another line too. */
export const onLineRefunded = on(LineRefunded, async (tx, { orderItemId, orderId, buyerId: studentId, productId: courseId, kind }) => {
  if (kind !== 'COURSE') return;
  await tx.sql.query(
    `insert into paid_line (order_item_id, student_id, course_id, refunded_at) values ($1, $2, $3, now())
     on conflict (order_item_id) do update set refunded_at = coalesce(paid_line.refunded_at, now())`,
    [orderItemId, studentId, courseId],
  );
  const enrollment = await tx.lock(Enrollment, { courseId, studentId });
  if (!enrollment || (await isPaid(tx, enrollment)) || !fire(enrollmentMachine, enrollment, 'drop').moved) return;
  await tx.sql.query('insert into enrollment_tally (course_id, change) values ($1, -1)', [courseId]);
  tx.emit(EnrollmentDropped, enrollment, { ...factsOf(enrollment), orderId });
});
