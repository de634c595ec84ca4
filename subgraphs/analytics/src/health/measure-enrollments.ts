import type { Transaction } from '@stoa/kit/use-case';
import { enrollment } from '../figures.ts';

/** One of both moments of an order. */
interface Moment {
  readonly orderId: string;
  readonly at: string;
}

/** Notes one of both moments of orders, and measures from the one to the other where that was the second. Of an order's courses the first counts. */
export async function measureEnrollments(
  { sql, measure }: Transaction,
  which: 'captured_at' | 'enrolled_at',
  moments: readonly Moment[],
): Promise<void> {
  const measured = await sql.query<{ ms: number; lately: boolean }>(
    `with noted as (
       insert into course_order as known (order_id, ${which})
       select order_id, min(at) from unnest($1::uuid[], $2::timestamptz[]) as moment (order_id, at) group by order_id order by order_id
       on conflict (order_id) do update set ${which} = excluded.${which} where known.${which} is null
       returning order_id, captured_at, enrolled_at
     )
     insert into duration (id, kind, at, ms)
     select order_id, 'ENROLLMENT', enrolled_at, extract(epoch from greatest(enrolled_at, captured_at) - captured_at)::float8 * 1000
     from noted where captured_at is not null and enrolled_at is not null
     on conflict do nothing returning ms, at > now() - interval '1 hour' as lately`,
    [moments.map(({ orderId }) => orderId), moments.map(({ at }) => at)],
  );
  // What is read again from the beginning says nothing of how it goes now.
  for (const { ms, lately } of measured) if (lately) measure(enrollment, ms / 1_000, {});
}
