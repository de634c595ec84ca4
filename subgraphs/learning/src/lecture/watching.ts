import { may } from '@stoa/kit/auth';
import { loader } from '@stoa/kit/graphql';

/**
 * Whether the one who asks may watch a lecture: now, or not now, because it is not available yet or they have given the course back. Those
 * that never were theirs to watch are left out.
 */
export const watching = loader<string, 'NOW' | 'NOT_NOW'>(async ({ sql, viewer }, lectureIds) => {
  const rows = await sql.query<{ id: string; now: boolean }>(
    `select l.id, taught or ((l.available_from is null or l.available_from <= now()) and (shown or coalesce(e.status <> 'DROPPED', false))) as now
     from lecture l join course c on c.id = l.course_id
     left join enrollment e on e.course_id = l.course_id and e.student_id = $4
     cross join lateral (select $2 or coalesce(c.seller_id = $3, false) as taught, l.preview and c.status <> 'DRAFT' as shown) rule
     where l.id = any($1::uuid[]) and (taught or shown or e.id is not null)`,
    [lectureIds, may(viewer, 'courses:read'), viewer.sellerId, viewer.userId],
  );
  return new Map(rows.map(({ id, now }) => [id, now ? 'NOW' : 'NOT_NOW']));
});
