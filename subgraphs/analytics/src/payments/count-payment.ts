import type { Sql } from '@stoa/kit/persistence';

export async function countPayment(sql: Sql, what: 'captured' | 'failed' | 'refunded' | 'refund_failed', at: string): Promise<void> {
  await sql.query(
    `insert into payment_hour (hour, ${what}) values (date_trunc('hour', $1::timestamptz, 'UTC'), 1)
     on conflict (hour) do update set ${what} = payment_hour.${what} + 1`,
    [at],
  );
}
