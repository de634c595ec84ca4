import { on } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { enroll } from './enroll.ts';

/** Whoever has paid for a course learns it. A refund that was heard of first has ended it already. */
export const onOrderConfirmed = on(OrderConfirmed, async (tx, { orderId, buyerId, lines }) => {
  const courses = lines.filter(({ kind }) => kind === 'COURSE');
  if (courses.length === 0) return;
  // The event of a course may still be on its way; what it says comes later then.
  await tx.sql.query(
    `insert into course (id, seller_id, status) select distinct on (id) id, seller_id, 'ACTIVE' from unnest($1::uuid[], $2::uuid[]) as line (id, seller_id)
     order by id on conflict (id) do nothing`,
    [courses.map(({ productId }) => productId), courses.map(({ sellerId }) => sellerId)],
  );
  const kept = await tx.sql.query<{ courseId: string; paid: boolean }>(
    `insert into paid_line (order_item_id, student_id, course_id, paid_at)
     select item, $1, course, now() from unnest($2::uuid[], $3::uuid[]) as line (item, course)
     on conflict (order_item_id) do update set paid_at = coalesce(paid_line.paid_at, now())
     returning course_id as "courseId", refunded_at is null as paid`,
    [buyerId, courses.map(({ orderItemId }) => orderItemId), courses.map(({ productId }) => productId)],
  );
  const paid = new Set(kept.filter((line) => line.paid).map(({ courseId }) => courseId));
  // In one order of courses, so that two orders of one student wait for each other instead of for ever.
  for (const courseId of [...paid].sort()) {
    const { sellerId } = courses.find(({ productId }) => productId === courseId)!;
    await enroll(tx, { courseId, studentId: buyerId, sellerId }, orderId);
  }
});
