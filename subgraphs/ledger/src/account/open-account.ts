import { newId, type Sql } from '@stoa/kit/persistence';
import { sellerOf } from './account-codes.ts';

/** Opens the accounts that are not there yet, all in one order, so that two who open the same do not wait for each other. */
export async function openAccounts(sql: Sql, codes: readonly string[], currency: string): Promise<void> {
  const sorted = [...new Set(codes)].sort();
  await sql.query(
    `insert into ledger_account (id, code, currency, seller_id, balance_minor)
     select id, code, $4, seller_id, 0 from unnest($1::uuid[], $2::text[], $3::uuid[]) as missing (id, code, seller_id)
     on conflict (code, currency) do nothing`,
    [sorted.map(() => newId()), sorted, sorted.map(sellerOf), currency],
  );
}
