import type { Sql } from '@stoa/kit/persistence';
import { keyOf, type Movement, type Posted } from './compare.ts';

interface Row {
  readonly kind: 'CAPTURE' | 'REFUND';
  readonly reference: string;
  readonly provider: string;
  readonly amountMinor: string;
  readonly currency: string;
}

/** What passed between buyers and a provider's clearing account. */
const POSTED = `
  select t.kind, t.reference, e.currency, sum(e.amount_minor) as "amountMinor", (
    select split_part(min(a.code), '_', 1) from ledger_entry c join ledger_account a on a.id = c.account_id
    where c.transaction_id = t.id and a.code in ('STRIPE_CLEARING', 'RAZORPAY_CLEARING')) as provider
  from ledger_transaction t
    join ledger_entry e on e.transaction_id = t.id
    join ledger_account buyers on buyers.id = e.account_id and buyers.code = 'BUYER_EXTERNAL'
  where t.kind in ('CAPTURE', 'REFUND')`;

const toPosted = ({ kind, reference, provider, amountMinor, currency }: Row): Posted => {
  return { kind, reference, provider, amount: { amountMinor: Number(amountMinor), currency } };
};

/** What the books have of what a provider lists, whenever it was posted. */
export async function postingsFor(sql: Sql, movements: readonly Movement[]): Promise<Map<string, Posted>> {
  const references = movements.flatMap(({ ours }) => ours ?? []);
  const rows = await sql.query<Row>(`${POSTED} and t.reference = any($1) group by t.id, e.currency`, [references]);
  return new Map(rows.map((row) => [keyOf(row.kind, row.reference), toPosted(row)]));
}

/** What was posted of a provider in a time. Ids begin with when they were made, so that no index of its own is needed. */
export async function postingsOf(sql: Sql, provider: string, from: Date, to: Date): Promise<Posted[]> {
  const rows = await sql.query<Row>(
    `${POSTED} and t.id >= $1::uuid and t.id < $2::uuid and t.at >= $3 and t.at < $4 group by t.id, e.currency`,
    [...[firstIdOf(from.getTime() - SKEW_MS), firstIdOf(to.getTime() + SKEW_MS)], ...[from, to]],
  );
  return rows.map(toPosted).filter((posted) => posted.provider === provider);
}

/** How far the clock that makes ids may be off the database's. */
const SKEW_MS = 3_600_000;

/** The least id that can have been made at that moment. */
function firstIdOf(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
