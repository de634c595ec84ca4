import type { Books } from './books.ts';

export const SALES_AGREE = {
  name: 'sales come to what the ledger owes',
  says: 'By seller and currency, what analytics says that is left of sales, and by currency the fee, is what captures, refunds and disputes have posted.',
};

const ANALYTICS = `select 'SELLER_PAYABLE_' || seller_id as code, currency, sum(gross_minor - fee_minor - refunded_minor)::float8 as minor
from seller_hour group by seller_id, currency
union all
select 'PLATFORM_REVENUE', currency, sum(fee_minor)::float8 from seller_hour group by currency`;

const LEDGER = `select a.code, a.currency, sum(case e.direction when 'CREDIT' then e.amount_minor else - e.amount_minor end)::float8 as minor
from ledger_entry e join ledger_account a on a.id = e.account_id join ledger_transaction t on t.id = e.transaction_id
where t.kind in ('CAPTURE', 'REFUND', 'DISPUTE', 'DISPUTE_REVERSED') and (a.code like 'SELLER_PAYABLE_%' or a.code = 'PLATFORM_REVENUE')
group by a.code, a.currency`;

interface Sum {
  readonly code: string;
  readonly currency: string;
  readonly minor: number;
}

export const salesFactsSql = { sales: { domain: 'analytics', sql: ANALYTICS }, 'the ledger’s sums': { domain: 'ledger', sql: LEDGER } };

/** Sums that differ; what one of both does not know is nothing. */
export async function salesDiffer({ rows }: Pick<Books, 'rows'>): Promise<string[]> {
  const [sales, posted] = await Promise.all([rows<Sum>('analytics', ANALYTICS), rows<Sum>('ledger', LEDGER)]);
  const differences = new Map<string, number>();
  const add = ({ code, currency }: Sum, minor: number): void => {
    const key = `${code} ${currency}`;
    differences.set(key, (differences.get(key) ?? 0) + minor);
  };
  for (const sum of sales) add(sum, sum.minor);
  for (const sum of posted) add(sum, -sum.minor);
  return [...differences].filter(([, minor]) => minor !== 0).map(([key, minor]) => `${key}: analytics has ${minor} more than the ledger`);
}
