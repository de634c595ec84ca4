import { inDatabase } from '../reach-database.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';

interface Line {
  readonly provider: string;
  readonly day: string;
  readonly currency: string;
  readonly captured: string;
  readonly capturedThere: string;
  readonly refunded: string;
  readonly refundedThere: string;
  readonly differences: readonly string[];
}

const REPORTS = `
  select provider, day::text as day, currency, captured_minor as captured, captured_at_provider_minor as "capturedThere",
    refunded_minor as refunded, refunded_at_provider_minor as "refundedThere", array(
      select concat_ws(' ', d.kind, d.what, coalesce(d.reference, '-'), coalesce(d.provider_reference, '-'), coalesce(d.amount_minor || ' ' || d.currency, '-'),
        coalesce(d.amount_at_provider_minor || ' ' || d.currency_at_provider, '-'))
      from reconciliation_difference d where d.reconciliation_id = r.id order by d.id) as differences
  from reconciliation r where day >= current_date - 31 order by day, provider, currency`;

/** Shows what the books and the providers said of the last days; with --day has all days from that one on compared again. */
export async function run({ flags, configuration }: Invocation): Promise<void> {
  const { day } = flags as { day?: string };
  if (day !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))))
    throw new UsageError('--day must be a day, such as 2027-01-31');
  await inDatabase('ledger', configuration, async (database) => {
    for (const { differences, ...line } of await database.query<Line>(REPORTS)) {
      const { provider, captured, capturedThere, refunded, refundedThere, currency } = line;
      console.log(
        `${line.day}  ${provider}  ${currency}  captured ${captured} here, ${capturedThere} there; refunded ${refunded} here, ${refundedThere} there`,
      );
      for (const difference of differences) console.log(`  ${difference}`);
    }
    if (day === undefined) return;
    await database.query('update reconciliation_cursor set next_day = $1, due_at = now()', [day]);
    console.log(`all days from ${day} on are compared again within a minute`);
  });
}
