import { job, minutes } from '@stoa/kit/jobs';

/** A posting is dated by the start of its transaction, and may be seen a little later. */
const MARGIN = `interval '1 hour'`;

/**
 * Writes the closing balances of the days that are over: yesterday's, added to those of before. The first time it goes through all that
 * there is, and never again.
 */
export const closeDays = job('ledger.closeDays', minutes(10), async ({ sql, log }) => {
  const [span] = await sql.query<{ first: string | null; until: string }>(
    `select coalesce((select max(day) + 1 from closed_day), (select (min(at) at time zone 'UTC')::date from ledger_transaction))::text as first,
       ((now() - ${MARGIN}) at time zone 'UTC')::date::text as until`,
  );
  if (!span?.first || span.first >= span.until) return;
  const closed = await sql.query(
    `with moved as (
       select account_id, (at at time zone 'UTC')::date as day, sum(case direction when 'CREDIT' then amount_minor else -amount_minor end) as net
       from ledger_entry where at >= $1::date::timestamp at time zone 'UTC' and at < $2::date::timestamp at time zone 'UTC' group by 1, 2
     ), written as (
       insert into closing_balance (account_id, day, balance_minor)
       select account_id, day, coalesce((
           select balance_minor from closing_balance before where before.account_id = moved.account_id order by before.day desc limit 1
         ), 0) + sum(net) over (partition by account_id order by day)
       from moved
     )
     insert into closed_day (day) select day::date from generate_series($1::date, $2::date - 1, interval '1 day') day returning day`,
    [span.first, span.until],
  );
  log.info({ days: closed.length, until: span.until }, 'days of the ledger are closed');
});
