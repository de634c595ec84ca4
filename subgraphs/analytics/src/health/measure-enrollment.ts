import type { Sql } from '@stoa/kit/persistence';

/** Notes one of both moments, and measures from the one to the other where that was the second. Of an order's courses the first counts. */
export async function measureEnrollment(sql: Sql, which: 'captured_at' | 'enrolled_at', orderId: string, at: string): Promise<void> {
  const [both] = await sql.query<{ ms: number; enrolled_at: string; complete: boolean }>(
    `insert into course_order as known (order_id, ${which}) values ($1, $2)
     on conflict (order_id) do update set ${which} = excluded.${which} where known.${which} is null
     returning enrolled_at, extract(epoch from greatest(enrolled_at, captured_at) - captured_at)::float8 * 1000 as ms,
       enrolled_at is not null and captured_at is not null as complete`,
    [orderId, at],
  );
  if (!both?.complete) return;
  await sql.query(`insert into duration (id, kind, at, ms) values ($1, 'ENROLLMENT', $2, $3) on conflict do nothing`, [
    orderId,
    both.enrolled_at,
    both.ms,
  ]);
}
