import type { Sql } from '@stoa/kit/persistence';

/**
 * What an account held at a moment: its last closing balance before that day, and what was posted since. Of a year long gone as of
 * yesterday, that is a day's entries at most.
 */
export async function balanceAt(sql: Sql, accountId: string, moment: Date): Promise<number> {
  const [row] = await sql.query<{ balance: string }>(
    `with closed as (
       select day, balance_minor from closing_balance where account_id = $1 and day < ($2::timestamptz at time zone 'UTC')::date
       order by day desc limit 1
     )
     select (coalesce((select balance_minor from closed), 0) + coalesce(sum(case direction when 'CREDIT' then amount_minor else -amount_minor end), 0))::text
       as balance
     from ledger_entry where account_id = $1 and at < $2
       and at >= coalesce((select (day + 1)::timestamp at time zone 'UTC' from closed), '-infinity')`,
    [accountId, moment],
  );
  return Number(row!.balance);
}
