import { newId, type Sql } from '@stoa/kit/persistence';
import { sellerOf } from './account-codes.ts';

/** The ids of accounts by code, opened where they are not there yet. */
export async function openAccounts(sql: Sql, codes: readonly string[], currency: string): Promise<Map<string, string>> {
  const find = () =>
    sql.query<{ id: string; code: string }>('select id, code from ledger_account where code = any($1::text[]) and currency = $2', [
      codes,
      currency,
    ]);
  const known = await find();
  const missing = codes.filter((code) => !known.some((account) => account.code === code));
  for (const code of missing)
    await sql.query(
      'insert into ledger_account (id, code, currency, seller_id, balance_minor) values ($1, $2, $3, $4, 0) on conflict (code, currency) do nothing',
      [newId(), code, currency, sellerOf(code)],
    );
  const accounts = missing.length > 0 ? await find() : known;
  return new Map(accounts.map(({ code, id }) => [code, id]));
}
