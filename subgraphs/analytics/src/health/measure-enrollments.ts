import type { Sql } from '@stoa/kit/persistence';

/** One of both moments of an order. */
interface Moment {
  readonly orderId: string;
  readonly at: string;
}

/** Notes one of both moments of orders, and measures from the one to the other where that was the second. Of an order's courses the first counts. */
export async function measureEnrollments(sql: Sql, which: 'captured_at' | 'enrolled_at', moments: readonly Moment[]): Promise<void> {
  await sql.query(
    `with noted as (
       insert into course_order as known (order_id, ${which})
       select order_id, min(at) from unnest($1::uuid[], $2::timestamptz[]) as moment (order_id, at) group by order_id order by order_id
       on conflict (order_id) do update set ${which} = excluded.${which} where known.${which} is null
       returning order_id, captured_at, enrolled_at
     )
     insert into duration (id, kind, at, ms)
     select order_id, 'ENROLLMENT', enrolled_at, extract(epoch from greatest(enrolled_at, captured_at) - captured_at)::float8 * 1000
     from noted where captured_at is not null and enrolled_at is not null
     on conflict do nothing`,
    [moments.map(({ orderId }) => orderId), moments.map(({ at }) => at)],
  );
}
