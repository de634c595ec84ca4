import type { EventEnvelope, PayloadOf } from '@stoa/kit/contracts';
import { type Happened, onMany } from '@stoa/kit/handlers';
import { newId, type Sql } from '@stoa/kit/persistence';
import { EnrollmentStarted } from '@stoa/schema/events/learning';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { enroll } from './enroll.ts';
import { enrollmentMachine } from './enrollment.machine.ts';
import { factsOf } from './enrollment-facts.ts';

/**
 * Whoever has paid for a course learns it. A refund that was heard of first has ended it already. Nearly all of them are new to their course, and
 * are enrolled by one statement, however many there are.
 */
export const onOrderConfirmed = onMany(OrderConfirmed, async (tx, orders) => {
  const lines = orders.flatMap(courseLines);
  if (lines.length === 0) return;
  const lineOf = new Map(lines.map((line) => [line.orderItemId, line]));
  // In one order of students and courses, so that two who enroll the same ones wait for each other instead of for ever.
  for (const { orderItemId, begunId } of await begin(tx.sql, lines)) {
    const { id, orderId, cause, ...wanted } = lineOf.get(orderItemId)!;
    if (begunId === null) await enroll(tx, wanted, orderId, cause);
    else if (begunId === id) tx.emit(EnrollmentStarted, { id, version: 1 }, { ...factsOf({ id, ...wanted }), orderId }, cause);
  }
});

interface CourseLine {
  /** Of the enrollment, where this line begins one. */
  readonly id: string;
  readonly orderItemId: string;
  readonly courseId: string;
  readonly sellerId: string;
  readonly studentId: string;
  readonly orderId: string;
  readonly cause: EventEnvelope;
}

const courseLines = ({ payload: { orderId, buyerId, lines }, envelope: cause }: Happened<PayloadOf<typeof OrderConfirmed>>): CourseLine[] =>
  lines
    .filter(({ kind }) => kind === 'COURSE')
    .map(({ orderItemId, productId: courseId, sellerId }) => {
      return { id: newId(), orderItemId, courseId, sellerId, studentId: buyerId, orderId, cause };
    });

/** The event of a course may still be on its way; what it says comes later then. Several lines of one course begin one enrollment. */
const BEGIN = `
  with line as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) as line (item, enrollment, student, course, seller)
  ), known as (
    insert into course (id, seller_id, status) select distinct on (course) course, seller, 'ACTIVE' from line order by course
    on conflict (id) do nothing
  ), kept as (
    insert into paid_line (order_item_id, student_id, course_id, paid_at) select item, student, course, now() from line order by item
    on conflict (order_item_id) do update set paid_at = coalesce(paid_line.paid_at, now())
    returning order_item_id as item, refunded_at is null as paid
  ), begun as (
    insert into enrollment (id, course_id, student_id, seller_id, status)
    select distinct on (student, course) enrollment, course, student, seller, $6 from line join kept using (item) where paid
    order by student, course, item
    on conflict (student_id, course_id) do nothing returning id, student_id, course_id
  ), counted as (
    insert into enrollment_tally (course_id, change) select course_id, count(*) from begun group by course_id
  )
  select item as "orderItemId", begun.id as "begunId" from line join kept using (item)
  left join begun on begun.student_id = student and begun.course_id = course
  where paid order by student, course`;

/** Notes that lines were paid, and enrolls whoever was never enrolled. Answers the lines that pay for something, with the enrollment that was begun. */
const begin = (sql: Sql, lines: readonly CourseLine[]): Promise<{ readonly orderItemId: string; readonly begunId: string | null }[]> =>
  sql.query(BEGIN, [
    lines.map(({ orderItemId }) => orderItemId),
    lines.map(({ id }) => id),
    lines.map(({ studentId }) => studentId),
    lines.map(({ courseId }) => courseId),
    lines.map(({ sellerId }) => sellerId),
    enrollmentMachine.initial,
  ]);
