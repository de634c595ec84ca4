import { newId, type Sql } from '@stoa/kit/persistence';
import { sellerOf } from './account-codes.ts';

/** The id of an account, opened where it is not there yet. */
export async function openAccount(sql: Sql, code: string, currency: string): Promise<string> {
  const find = () => sql.query<{ id: string }>('select id from ledger_account where code = $1 and currency = $2', [code, currency]);
  const [known] = await find();
  if (known) return known.id;
  await sql.query(
    'insert into ledger_account (id, code, currency, seller_id, balance_minor) values ($1, $2, $3, $4, 0) on conflict (code, currency) do nothing',
    [newId(), code, currency, sellerOf(code)],
  );
  return (await find())[0]!.id;
}
