import type { Sql } from '@stoa/kit/persistence';

/** Counts what became of payments, by when it did. */
export async function countPayment(
  sql: Sql,
  what: 'captured' | 'failed' | 'refunded' | 'refund_failed',
  at: readonly string[],
): Promise<void> {
  await sql.query(
    `insert into payment_hour (hour, ${what}) select date_trunc('hour', at, 'UTC') as hour, count(*) from unnest($1::timestamptz[]) as at
     group by hour order by hour on conflict (hour) do update set ${what} = payment_hour.${what} + excluded.${what}`,
    [at],
  );
}
